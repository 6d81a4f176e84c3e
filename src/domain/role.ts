/** What an operator may do; each role may do what those before it may. */
export const roles = ['viewer', 'operator', 'approver', 'administrator'] as const

export type Role = (typeof roles)[number]

/** True when who has `role` may do what asks for `needed`. */
export function holdsRole(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed)
}

import type { Role } from '../../api/users.ts'

/** What each role may do, in words. */
export const roleChoices: readonly { readonly value: Role; readonly label: string }[] = [
  { value: 'viewer', label: 'viewer: sees everything, changes nothing' },
  { value: 'operator', label: 'operator: prepares runs, maps, decides on differences' },
  { value: 'approver', label: 'approver: also approves, posts and closes' },
  { value: 'administrator', label: 'administrator: also users, connections and the config' },
]

export function isRole(text: string): text is Role {
  return roleChoices.some(({ value }) => value === text)
}

import type { Role } from './role.ts'

/** Roles that may write off up to a limit. A viewer decides nothing, and an administrator has no limit. */
export const limitedRoles = ['operator', 'approver'] as const satisfies readonly Role[]

export type LimitedRole = (typeof limitedRoles)[number]

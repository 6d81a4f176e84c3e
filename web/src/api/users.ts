import { z } from 'zod'
import { request } from './request.ts'

export const roles = ['viewer', 'operator', 'approver', 'administrator'] as const
export type Role = (typeof roles)[number]

export const usersAnswer = z.object({
  users: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      role: z.enum(roles),
      createdAt: z.string(),
      createdBy: z.string(),
      disabledAt: z.string().nullable(),
      version: z.number().int(),
    }),
  ),
})
export type User = z.infer<typeof usersAnswer>['users'][number]

export async function getUsers(): Promise<readonly User[]> {
  const { users } = await request('/users', usersAnswer)
  return users
}

export async function createUser(user: { name: string; password: string; role: Role }): Promise<void> {
  await request('/users', z.object({ id: z.string() }), { method: 'POST', body: user })
}

/** Changes what is named. The version is that of the list: the server refuses where somebody was faster. */
export async function changeUser(
  { id, version }: Pick<User, 'id' | 'version'>,
  change: { role?: Role; disabled?: boolean; password?: string },
): Promise<void> {
  await request(`/users/${id}`, z.undefined(), { method: 'PATCH', body: { version, ...change } })
}

import { z } from 'zod'
import { changeOwnPassword } from '../../app/operators/change-own-password.ts'
import { browserEndpoint } from '../endpoint.ts'

export const postPassword = browserEndpoint(
  {
    method: 'post',
    path: '/password',
    summary: 'Change the own password, and end all other own sessions',
    needs: 'viewer',
    body: z.strictObject({ current: z.string().max(1000), next: z.string().max(1000) }),
  },
  async ({ body, caller: { context, session }, tools }) => {
    await changeOwnPassword(context, session, body, tools.passwordCost)
    return undefined
  },
)

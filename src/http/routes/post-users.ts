import { z } from 'zod'
import { createOperator } from '../../app/operators/create-operator.ts'
import { roles } from '../../domain/role.ts'
import { browserEndpoint } from '../endpoint.ts'

export const postUsers = browserEndpoint(
  {
    method: 'post',
    path: '/users',
    summary: 'Give a person a name, a password and a role',
    needs: 'administrator',
    status: 201,
    body: z.strictObject({ name: z.string().max(200), password: z.string().max(1000), role: z.enum(roles) }),
    answer: z.object({ id: z.string() }),
  },
  async ({ body, caller, tools }) => ({ id: await createOperator(caller.context, body, tools.passwordCost) }),
)

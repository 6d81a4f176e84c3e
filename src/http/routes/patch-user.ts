import { z } from 'zod'
import { changeOperator } from '../../app/operators/change-operator.ts'
import { roles } from '../../domain/role.ts'
import { browserEndpoint } from '../endpoint.ts'

export const patchUser = browserEndpoint(
  {
    method: 'patch',
    path: '/users/{id}',
    summary:
      'Change the role of a person, disable or enable him, or set his password; 409 where he was changed meanwhile',
    needs: 'administrator',
    params: z.object({ id: z.uuid() }),
    body: z.strictObject({
      version: z.int(),
      role: z.enum(roles).optional(),
      disabled: z.boolean().optional(),
      password: z.string().max(1000).optional(),
    }),
  },
  async ({ params, body, caller, tools }) => {
    await changeOperator(caller.context, { ...params, ...body }, tools.passwordCost)
    return undefined
  },
)

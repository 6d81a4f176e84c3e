import { z } from 'zod'
import { setUp } from '../../app/operators/set-up.ts'
import { openEndpoint } from '../endpoint.ts'
import { sessionAnswer } from '../contract/session.ts'
import { answerSignIn } from '../answer-sign-in.ts'

export const postSetup = openEndpoint(
  {
    method: 'post',
    path: '/setup',
    summary: 'Make the first administrator with the one-time link, and sign in',
    status: 201,
    body: z.strictObject({ token: z.string().max(200), name: z.string().max(200), password: z.string().max(1000) }),
    answer: sessionAnswer,
  },
  async ({ body, tools, http }) => {
    const organizationId = await setUp(tools.database, body, tools.passwordCost)
    return answerSignIn(http, tools, organizationId, body)
  },
)

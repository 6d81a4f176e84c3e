import { z } from 'zod'
import { SignInRefused } from '../../app/operators/operator-failures.ts'
import { openEndpoint } from '../endpoint.ts'
import { sessionAnswer } from '../contract/session.ts'
import { answerSignIn } from '../answer-sign-in.ts'
import { chooseOrganization } from '../session-cookie.ts'

export const postSession = openEndpoint(
  {
    method: 'post',
    path: '/session',
    summary: 'Sign in; the organization is named only where there are several',
    status: 201,
    body: z.strictObject({
      name: z.string().max(200),
      password: z.string().max(1000),
      organization: z.string().max(200).optional(),
    }),
    answer: sessionAnswer,
  },
  async ({ body, tools, http }) => {
    const organization = await chooseOrganization(tools, body.organization)
    if (organization === undefined) throw new SignInRefused()
    return answerSignIn(http, tools, organization.id, body)
  },
)

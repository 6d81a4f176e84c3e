import { browserEndpoint } from '../endpoint.ts'
import { sessionAnswer, toSessionAnswer } from '../contract/session.ts'

export const getSession = browserEndpoint(
  { method: 'get', path: '/session', summary: 'Who is signed in', needs: 'viewer', answer: sessionAnswer },
  ({ caller }) => Promise.resolve(toSessionAnswer(caller)),
)

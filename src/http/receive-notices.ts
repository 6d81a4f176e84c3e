import type { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { receiveNotice } from '../app/notices/receive-notice.ts'
import { callerAddress } from './caller-address.ts'
import type { ApiTools } from './endpoint.ts'
import { errorAnswer, statusOf } from './errors.ts'
import { RequestRate, type RequestLimit } from './request-rate.ts'

/** A distributor sends a notice a month, and a few more when it tries again. */
const noticeLimit: RequestLimit = { burst: 20, perSecond: 0.2 }
/** Nothing of it is read. */
const largestBody = 64 * 1024

/**
 * `POST /notices/{connection}`: a distributor says that something new is there. It stands outside the operators'
 * sessions, and is let in by the secret that it was given, as its Authorization header. It is answered at once; whatever
 * was wrong, it learns no more than that.
 */
export function receiveNotices(app: Hono, tools: () => ApiTools | undefined): void {
  const rate = new RequestRate()
  app.use('/notices/*', bodyLimit({ maxSize: largestBody, onError: (http) => http.json(refused, 401) }))
  app.post('/notices/:connection', async (http) => {
    const now = tools()
    if (now === undefined) return http.json(starting, 503)
    const { database } = now
    try {
      const address = callerAddress(http, now.isBehindProxy === true) ?? 'this process'
      rate.take(address, noticeLimit, database.clock.now())
      const authorization = http.req.header('authorization') ?? ''
      const isOurs = await receiveNotice(database, http.req.param('connection'), authorization)
      return isOurs ? http.json({ status: 'it will be read' }, 202) : http.json(refused, 401)
    } catch (error) {
      const status = statusOf(error)
      if (status === 500) database.logger.error({ error }, 'a notice could not be taken')
      return http.json(errorAnswer(error), status)
    }
  })
}

const refused = { error: { code: 'notice.refused', message: 'This is no notice for anything here.' } }
const starting = { error: { code: 'starting', message: 'The server is starting. Send it again.' } }

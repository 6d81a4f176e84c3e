import { describeClockSkew } from '../../app/clock-skew.ts'
import { connectLedger } from '../../app/connect-ledger.ts'
import { connectSource } from '../../app/connect-source.ts'
import { probeInWords } from '../../app/probe/probe-words.ts'
import { readConnectionName } from '../../app/connections/read-connection-name.ts'
import { storedSettings } from '../../app/stored-settings.ts'
import type { AppContext } from '../../app/context.ts'
import { checkAnswer, newConnection, type NewConnection } from '../contract/connections.ts'
import { browserEndpoint, type CallTools } from '../endpoint.ts'

interface Proved {
  readonly account: string
  readonly notes: readonly string[]
  readonly clockSkewSeconds: number | undefined
}

export const postConnections = browserEndpoint(
  {
    method: 'post',
    path: '/connections',
    summary: 'Connects by a secret that is typed in, or renews a connection; its secret is never told again',
    needs: 'administrator',
    status: 201,
    body: newConnection,
    answer: checkAnswer,
  },
  async ({ body, tools, http, caller: { context } }) => {
    const { account, notes, clockSkewSeconds } = await connect(context, tools, body, http.req.raw.signal)
    return { account, notes: [...notes], clock: describeClockSkew(clockSkewSeconds, body.adapter).words }
  },
)

async function connect(
  context: AppContext,
  { adapters, keys }: CallTools,
  body: NewConnection,
  signal: AbortSignal,
): Promise<Proved> {
  const { adapter } = body
  const connectionId = readConnectionName(body.name)
  const stored = await storedSettings(context, { connectionId, adapter })
  if (body.adapter === 'pax8') {
    const { clientId, clientSecret, partnerName, requestsPerSecond } = body
    const settings = { ...stored, clientId, ...stated({ partnerName, requestsPerSecond }) }
    const connection = { connectionId, adapter, settings, secrets: { clientSecret } }
    const { check, probe } = await connectSource(context, adapters, keys, connection, signal)
    return { ...check, notes: [...check.notes, ...probeInWords(probe)] }
  }
  const { url, secret, company, homeCurrency } = body
  const settings = {
    company: 'the endpoint',
    homeCurrency: 'USD',
    ...stored,
    url,
    ...stated({ company, homeCurrency }),
  }
  const connection = { connectionId, adapter, settings, identity: { url }, secrets: { secret }, tokens: undefined }
  const { check } = await connectLedger(context, adapters, keys, connection, signal)
  return { ...check, account: check.company }
}

/** Only what was stated is stored, so that a later release may have better defaults. */
function stated(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}

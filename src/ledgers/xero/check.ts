import type { LedgerCheck, LedgerTools } from '../gateway.ts'
import type { JsonLedger } from '../http/json-ledger.ts'
import { lockedThrough, readOrganisation } from './facts.ts'
import type { XeroSettings } from './settings.ts'

const warningDays = 14

/** Proves the connection by one read, and says what a person should know before posting. */
export async function checkConnection(
  ledger: JsonLedger,
  settings: XeroSettings,
  { clock, tokens }: LedgerTools,
  signal: AbortSignal,
): Promise<LedgerCheck> {
  const { organisation, answeredAt } = await readOrganisation(ledger, signal)
  const now = clock.now()
  const skew = answeredAt === undefined ? undefined : Math.round((now.getTime() - answeredAt.getTime()) / 1000)
  const locked = lockedThrough(organisation)
  const { refreshExpiresAt } = await tokens.read()
  const days = Math.floor((Date.parse(refreshExpiresAt) - now.getTime()) / 86_400_000)
  return {
    company: organisation.Name,
    clockSkewSeconds: skew,
    notes: [
      ...(settings.documentStatus === 'authorised' ? [] : [waitsForPerson(settings.documentStatus)]),
      ...(organisation.PaysTax === false
        ? ['The organisation is not registered for sales tax: nothing is taxed.']
        : []),
      ...(locked === undefined ? [] : [`The books are locked through ${locked}.`]),
      ...(days < warningDays
        ? [`The connection ends on ${refreshExpiresAt.slice(0, 10)} unless it is used before.`]
        : []),
    ],
  }
}

function waitsForPerson(status: 'submitted' | 'draft'): string {
  const words = status === 'draft' ? 'a draft' : 'awaiting approval'
  return `Invoices are posted as ${words}: somebody has to approve each of them in Xero before it counts.`
}

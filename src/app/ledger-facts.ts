import { z } from 'zod'
import type { LedgerFacts, LedgerGateway } from '../ledgers/gateway.ts'
import { withOrganization } from '../store/database.ts'
import { newestLedgerReading, saveLedgerReading } from '../store/ledger-readings.ts'
import type { AppContext } from './context.ts'

const optionalText = z
  .string()
  .optional()
  .transform((text) => text)

const factsSchema = z.strictObject({
  readAt: z.string(),
  companyName: z.string(),
  country: z.string(),
  homeCurrency: z.string(),
  multicurrency: z.boolean(),
  closedThrough: optionalText,
  acceptsOurNumbers: z.boolean(),
  salesTax: z.enum(['ledger-computes', 'manual', 'none']),
  customers: z.array(
    z.strictObject({
      customerId: z.string(),
      name: z.string(),
      active: z.boolean(),
      currency: optionalText,
      email: optionalText,
    }),
  ),
  items: z.array(z.strictObject({ ledgerItemId: z.string(), name: z.string(), active: z.boolean(), kind: z.string() })),
  adapterFacts: z.unknown().optional(),
})

/** Reads what the dry run must know of a ledger, and keeps it: reads may be metered. */
export async function refreshLedgerFacts(
  context: AppContext,
  connectionId: string,
  gateway: LedgerGateway,
  signal: AbortSignal,
): Promise<LedgerFacts> {
  const facts = await gateway.readFacts(signal)
  const { database, organization } = context
  const reading = { connectionId, readAt: database.clock.now(), facts: JSON.stringify(facts) }
  await withOrganization(database, organization.id, (transaction) => saveLedgerReading(transaction, reading))
  return facts
}

/** What is kept of a ledger; undefined: it was never read. */
export async function keptLedgerFacts(context: AppContext, connectionId: string): Promise<LedgerFacts | undefined> {
  const { database, organization } = context
  const reading = await withOrganization(database, organization.id, (tx) => newestLedgerReading(tx, connectionId))
  return reading === undefined ? undefined : factsSchema.parse(JSON.parse(reading.facts))
}

import { z } from 'zod'
import type { LedgerFacts, LedgerGateway } from '../ledgers/gateway.ts'
import { withOrganization } from '../store/database.ts'
import { newestLedgerReading, saveLedgerReading } from '../store/ledger-readings.ts'
import type { AppContext } from './context.ts'

const optionalText = z
  .string()
  .optional()
  .transform((text) => text)

const entry = { name: z.string(), active: z.boolean() }

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
      taxCodeId: z.string().optional(),
      termId: z.string().optional(),
    }),
  ),
  items: z.array(
    z.strictObject({
      ledgerItemId: z.string(),
      ...entry,
      kind: z.string(),
      accountId: z.string().optional(),
      taxCodeId: z.string().optional(),
    }),
  ),
  // Readings of an older release lack what follows, and not every ledger has each of these lists.
  accounts: z.array(z.strictObject({ accountId: z.string(), ...entry, taxCodeId: z.string().optional() })).optional(),
  taxCodes: z.array(z.strictObject({ taxCodeId: z.string(), ...entry, percent: optionalText })).optional(),
  terms: z
    .array(
      z.strictObject({
        termId: z.string(),
        ...entry,
        dueDays: z
          .number()
          .optional()
          .transform((days) => days),
      }),
    )
    .optional(),
  currencies: z.array(z.string()).optional(),
  dimensions: z
    .array(
      z.strictObject({
        dimension: z.string(),
        required: z.boolean(),
        entries: z.array(z.strictObject({ entryId: z.string(), ...entry })),
      }),
    )
    .optional(),
  takesAnyCustomer: z.boolean().default(false),
  takesAnyItem: z.boolean().default(false),
  adapterFacts: z.unknown().optional(),
})

/**
 * Reads what the dry run must know of a ledger, and keeps it: reads may be metered, so a ledger is asked for no more than
 * what changed since the reading that is kept, where it can tell that.
 */
export async function refreshLedgerFacts(
  context: AppContext,
  connectionId: string,
  gateway: LedgerGateway,
  signal: AbortSignal,
): Promise<LedgerFacts> {
  const facts = await gateway.readFacts(signal, await keptLedgerFacts(context, connectionId))
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

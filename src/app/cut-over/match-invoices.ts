import { randomUUID } from 'node:crypto'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import type { ClientBillingConfig } from '../../domain/billing-config.ts'
import { withoutReasons } from '../../domain/invoice-without-reasons.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import type { PostedDocument } from '../../ledgers/gateway.ts'
import { listKnownDocuments, listMatches, saveMatch, undoMatch, type LedgerMatch } from '../../store/cut-over.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import { listPostings } from '../../store/postings.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { InvalidInput } from '../../support/failure.ts'
import { groupBy } from '../../support/group-by.ts'
import { sha256 } from '../../support/hash.ts'
import type { AdapterRegistry } from '../adapters.ts'
import { requireOpenMonth } from '../close/require-open-month.ts'
import type { AppContext } from '../context.ts'
import { openLedger } from '../open-connection.ts'
import { recordActivity } from '../record-activity.ts'
import { requireBillingConfig } from '../run/require-billing-config.ts'
import { CutOverRefused } from './cut-over-refused.ts'
import { matchedInvoice } from './matched-invoice.ts'

export interface MatchRequest {
  readonly period: Period
  /** The days on which the invoices of the month are dated; the month itself, or some days around it. */
  readonly dated: Period
  /** Numbers or ids of documents that are none of this month's invoices. */
  readonly leave: readonly string[]
}

/** A ledger's own invoice, and the client whose month it seems to be. */
export interface FoundMatch {
  readonly client: ClientBillingConfig
  readonly document: PostedDocument
}

export interface FoundMatches {
  readonly found: readonly FoundMatch[]
  /** Clients of the config that have none, and why. */
  readonly without: readonly { readonly clientId: string; readonly why: string }[]
  /** Names exactly what was found: what a person says yes to. */
  readonly sha256: string
}

/**
 * The invoices in the ledgers that are dated in the month and made for our clients' customers, and not by us: a person
 * says whether each is that client's invoice of the month. Reads and changes nothing.
 * @throws {NoBillingConfig} without which no client is linked, and {CutOverRefused} where a ledger lists no documents.
 */
export async function findMatches(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  request: MatchRequest,
  signal: AbortSignal,
): Promise<FoundMatches> {
  const { database, organization } = context
  const { clients, billed } = await withOrganization(database, organization.id, async (tx) => ({
    clients: readStoredConfig(await requireBillingConfig(tx, request.period)).clients,
    billed: await clientsWithPostings(tx, request.period),
  }))
  const found: FoundMatch[] = []
  const byLedger = groupBy(clients, ({ ledger }) => ledger.connectionId)
  for (const [connectionId, linked] of byLedger) {
    const documents = await unknownDocuments(context, adapters, keys, { connectionId, dated: request.dated }, signal)
    const wanted = documents.filter(({ documentId, documentNumber, voided }) => {
      return !voided && !request.leave.includes(documentId) && !request.leave.includes(documentNumber ?? '')
    })
    found.push(...matchesOf(linked, wanted, billed))
  }
  const has = new Set(found.map(({ client }) => client.clientId))
  const without = clients
    .filter(({ clientId }) => !has.has(clientId))
    .map((client) => ({ clientId: client.clientId, why: whyNone(client, clients, billed) }))
  return { found, without, sha256: hashOf(request.period, found) }
}

/**
 * Records that what was found are the month's invoices: the month counts as billed for these clients, and is never posted
 * for them. All of it or nothing; nothing is written to a ledger.
 * @param hash That of {@link findMatches}, which is looked up again: what changed since is not recorded.
 * @throws {CutOverRefused | MonthClosed}
 */
export async function recordMatches(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  request: MatchRequest & { readonly hash: string; readonly reason: string },
  signal: AbortSignal,
): Promise<FoundMatches> {
  const reason = request.reason.trim()
  if (reason === '')
    throw new InvalidInput('Say how it is known that these are the invoices of the month: --why "...".')
  const month = formatMonth(request.period)
  const matches = await findMatches(context, adapters, keys, request, signal)
  if (matches.found.length === 0) throw new CutOverRefused(`Nothing was found in a ledger for ${month}.`)
  if (request.hash.length < 12 || !matches.sha256.startsWith(request.hash.toLowerCase())) {
    throw new CutOverRefused(
      `What is in the ledgers for ${month} is not what ${request.hash.slice(0, 16)} named. Look again: seatledger cut-over --match ${month}`,
    )
  }
  const { database, organization } = context
  await withOrganization(database, organization.id, async (tx) => {
    await requireOpenMonth(tx, request.period, 'no invoice is matched to it')
    const sequences = new Map<string, number>()
    for (const match of matches.found) {
      const sequence = sequences.get(match.client.clientId) ?? 0
      sequences.set(match.client.clientId, sequence + 1)
      if (await saveMatch(tx, newMatch(context, request.period, match, { sequence, reason }))) continue
      throw new CutOverRefused(
        `${match.client.clientId} was billed for ${month} meanwhile, so nothing was recorded. Look again: seatledger cut-over --match ${month}`,
      )
    }
    const documents = matches.found.map(({ client, document }) => [
      client.clientId,
      nameOf(document),
      document.netTotal,
    ])
    const details = { documents, reason, hash: matches.sha256 }
    await recordActivity(tx, context, { action: 'match-invoices', subject: month, details })
  })
  return matches
}

/**
 * Takes matches of a month back, those of some clients or all; the invoices stay in the ledger as they are.
 * @throws {CutOverRefused} when there are none, or one was voided or credited by us since.
 */
export async function undoMatches(
  context: AppContext,
  {
    period,
    clientIds,
    reason,
  }: { readonly period: Period; readonly clientIds: readonly string[]; readonly reason: string },
): Promise<readonly LedgerMatch[]> {
  if (reason.trim() === '') throw new InvalidInput('Say why, for the record: --why "...".')
  const { database, organization, actor } = context
  const month = formatMonth(period)
  return withOrganization(database, organization.id, async (tx) => {
    await requireOpenMonth(tx, period, 'its matches stay')
    const all = await listMatches(tx, period)
    const chosen = all.filter(({ clientId }) => clientIds.length === 0 || clientIds.includes(clientId))
    if (chosen.length === 0) throw new CutOverRefused(`No invoice is matched to ${month} for whom you name.`)
    for (const { id, clientId } of chosen) {
      const undone = { by: actor, at: database.clock.now(), reason: reason.trim() }
      if (await undoMatch(tx, id, undone)) continue
      throw new CutOverRefused(`The invoice of ${clientId} was corrected from here since, so that its match stays.`)
    }
    const details = { clients: chosen.map(({ clientId }) => clientId), reason: reason.trim() }
    await recordActivity(tx, context, { action: 'undo-matches', subject: month, details })
    return chosen
  })
}

async function clientsWithPostings(tx: Transaction, period: Period): Promise<ReadonlySet<string>> {
  const postings = await listPostings(tx, { periodStarts: [period.start] })
  return new Set(postings.map(({ clientId }) => clientId))
}

/** The invoices of a ledger that are none of ours. */
async function unknownDocuments(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  { connectionId, dated }: { readonly connectionId: string; readonly dated: Period },
  signal: AbortSignal,
): Promise<readonly PostedDocument[]> {
  const { gateway, adapter } = await openLedger(context, adapters, keys, connectionId)
  if (gateway.listInvoices === undefined) {
    throw new CutOverRefused(`${adapter.label} does not list its invoices, so that none can be matched.`)
  }
  const documents = await gateway.listInvoices(dated, signal)
  const { database, organization } = context
  const known = await withOrganization(database, organization.id, (tx) =>
    listKnownDocuments(
      tx,
      connectionId,
      documents.map(({ documentId }) => documentId),
    ),
  )
  return documents.filter(({ documentId }) => !known.has(documentId))
}

/** A customer of several clients tells nothing of which of them was invoiced. */
function matchesOf(
  clients: readonly ClientBillingConfig[],
  documents: readonly PostedDocument[],
  billed: ReadonlySet<string>,
): readonly FoundMatch[] {
  const byCustomer = groupBy(documents, ({ customerId }) => customerId)
  return clients
    .filter((client) => !billed.has(client.clientId) && sharersOf(client, clients).length === 1)
    .flatMap((client) =>
      (byCustomer.get(client.ledger.customerId ?? '') ?? []).map((document) => ({ client, document })),
    )
}

function sharersOf({ ledger }: ClientBillingConfig, clients: readonly ClientBillingConfig[]): readonly string[] {
  return clients
    .filter((one) => one.ledger.connectionId === ledger.connectionId && one.ledger.customerId === ledger.customerId)
    .map(({ clientId }) => clientId)
}

function whyNone(
  client: ClientBillingConfig,
  clients: readonly ClientBillingConfig[],
  billed: ReadonlySet<string>,
): string {
  if (billed.has(client.clientId)) return 'the month has an invoice of ours, or a match, already'
  if (client.ledger.customerId === undefined) return 'the client is linked to no customer'
  const sharers = sharersOf(client, clients)
  if (sharers.length > 1)
    return `its customer is also that of ${sharers.filter((id) => id !== client.clientId).join(', ')}`
  return 'no invoice of its customer has such a date'
}

function hashOf(period: Period, found: readonly FoundMatch[]): string {
  const named = found.map(({ client, document }) => [
    ...[client.clientId, client.ledger.connectionId, document.documentId],
    ...[document.version ?? '', document.netTotal],
  ])
  return sha256(canonicalJson([period.start, named]))
}

function newMatch(
  { database, actor }: AppContext,
  period: Period,
  { client, document }: FoundMatch,
  { sequence, reason }: { readonly sequence: number; readonly reason: string },
): Parameters<typeof saveMatch>[1] {
  const invoice = matchedInvoice(client, document, { period, sequence })
  return {
    ...{
      id: randomUUID(),
      ledgerConnectionId: client.ledger.connectionId,
      clientId: client.clientId,
      period,
      sequence,
    },
    ...{ documentId: document.documentId, documentNumber: document.documentNumber ?? null },
    ...{ netTotal: document.netTotal, currency: invoice.currency, customerId: document.customerId },
    ...{ matchedBy: actor, matchedAt: database.clock.now(), reason, documentKind: document.documentKind },
    invoice: canonicalJson(invoice),
    invoiceWithoutReasons: canonicalJson(withoutReasons(invoice)),
    document: JSON.stringify(document),
  }
}

/** As a person knows the document. */
export function nameOf({ documentNumber, documentId }: PostedDocument): string {
  return documentNumber ?? `document ${documentId}`
}

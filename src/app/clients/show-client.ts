import { clientExcerpt } from '../../config/client-excerpt.ts'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import type { Anomaly } from '../../domain/anomaly.ts'
import { monthOf } from '../../domain/period.ts'
import { plainDateIn } from '../../domain/plain-date.ts'
import { listActivity } from '../../store/activity.ts'
import { listBillingConfigVersions, type BillingConfigVersion } from '../../store/billing-configs.ts'
import { listClientInvoices } from '../../store/client-invoices.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { listFlagAcceptances, type FlagAcceptance } from '../../store/flag-acceptances.ts'
import { listRunAnomalies, listRunInvoices, readInvoiceDocument } from '../../store/run-results.ts'
import { listRuns, type Run } from '../../store/runs.ts'
import { NotFound } from '../../support/failure.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { diffHunks, lineDiff, type DiffLine } from '../../support/line-diff.ts'
import type { AppContext } from '../context.ts'
import { isRunFor, runsThatCount } from '../find-run.ts'
import { clientMonths, startsUntil, type ClientMonth, type MonthDocument } from './client-months.ts'

/** What a config version says of the client, where it says otherwise than the one before. */
export interface ClientConfigVersion extends Pick<
  BillingConfigVersion,
  'version' | 'effectiveFrom' | 'recordedAt' | 'recordedBy'
> {
  /** Undefined: it names the client no more. */
  readonly excerpt: string | undefined
  readonly hunks: readonly (readonly DiffLine[])[]
}

export interface ClientNote {
  readonly at: Date
  readonly by: string
  readonly text: string
}

export interface ShownClient {
  readonly clientId: string
  readonly name: string
  /** Newest first. */
  readonly config: readonly ClientConfigVersion[]
  readonly months: readonly ClientMonth[]
  /** The newest run that holds a result of the client, and what it flags. */
  readonly run: Run | undefined
  readonly flags: readonly Anomaly[]
  readonly acceptances: readonly FlagAcceptance[]
  readonly notes: readonly ClientNote[]
}

const mostNotes = 200

/** A client with all that is known of it: its config by date, twelve months, what is flagged, what was noted. @throws {NotFound} */
export async function showClient({ database, organization }: AppContext, clientId: string): Promise<ShownClient> {
  return withOrganization(database, organization.id, async (tx) => {
    const versions = await listBillingConfigVersions(tx)
    const config = configHistory(versions, clientId)
    if (config.length === 0) throw new NotFound(`No billing config names a client "${clientId.slice(0, 60)}".`)
    const run = await newestRunOf(tx, clientId)
    const last = run?.period ?? monthOf(plainDateIn(organization.timeZone, database.clock.now()))
    const posted = await listClientInvoices(tx, { clientId, starts: startsUntil(last) })
    const documents: MonthDocument[] = [...posted]
    if (run !== undefined && posted.every(({ period }) => period.start !== run.period.start)) {
      documents.push(...(await preparedDocuments(tx, run, clientId)))
    }
    const flags =
      run === undefined ? [] : (await listRunAnomalies(tx, run.id)).filter((one) => one.clientId === clientId)
    return {
      ...{ clientId, name: nameOf(versions, clientId), config, run, flags },
      acceptances: run === undefined ? [] : await listFlagAcceptances(tx, run.period.start),
      months: clientMonths(last, documents),
      notes: await listNotes(tx, clientId),
    }
  })
}

/** Of each version that changed what is said of a client, newest first: what, and how it differs from the one before. */
export function configHistory(
  versions: readonly BillingConfigVersion[],
  clientId: string,
): readonly ClientConfigVersion[] {
  const history: ClientConfigVersion[] = []
  let before: string | undefined
  for (const { version, effectiveFrom, recordedAt, recordedBy, source } of versions) {
    const excerpt = clientExcerpt(source, clientId)
    if (excerpt === before) continue
    const hunks = diffHunks(lineDiff(before ?? '', excerpt ?? ''))
    history.push({ version, effectiveFrom, recordedAt, recordedBy, excerpt, hunks })
    before = excerpt
  }
  return history.reverse()
}

function nameOf(versions: readonly BillingConfigVersion[], clientId: string): string {
  for (const version of versions.toReversed()) {
    const found = readStoredConfig(version).clients.find((client) => client.clientId === clientId)
    if (found !== undefined) return found.name
  }
  return clientId
}

async function newestRunOf(tx: Transaction, clientId: string): Promise<Run | undefined> {
  const runs = await listRuns(tx)
  const newest = runs.find(({ state }) => state === 'ready')
  const counting = runsThatCount(runs.filter(({ period }) => period.start === newest?.period.start))
  return counting.find((run) => isRunFor(run, clientId))
}

async function preparedDocuments(tx: Transaction, run: Run, clientId: string): Promise<readonly MonthDocument[]> {
  const rows = await listRunInvoices(tx, run.id, [clientId])
  return rows.flatMap(({ invoice, outcome, documentNumber }) =>
    invoice === undefined || (outcome !== 'ready' && outcome !== 'blocked')
      ? []
      : [{ period: run.period, documentNumber, state: outcome, invoice: readInvoiceDocument(invoice) }],
  )
}

export const noteSubject = (clientId: string): string => `client ${clientId}`

async function listNotes(tx: Transaction, clientId: string): Promise<readonly ClientNote[]> {
  const subject = noteSubject(clientId)
  const entries = await listActivity(tx, { action: 'note-client', subject, limit: mostNotes })
  return entries
    .filter((entry) => entry.subject === subject)
    .map(({ at, actor, details }) => ({ at, by: actor, text: noteText(details) }))
}

function noteText(details: string): string {
  const read: unknown = JSON.parse(details)
  const text: unknown = typeof read === 'object' && read !== null ? Reflect.get(read, 'text') : undefined
  return typeof text === 'string' ? text : canonicalJson(read)
}

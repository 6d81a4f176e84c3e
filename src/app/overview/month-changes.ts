import { changeByCause, type ChangeCause } from '../../billing/change-by-cause.ts'
import { withOrganization } from '../../store/database.ts'
import { listRunOutcomes } from '../../store/run-outcomes.ts'
import { listRunInvoices, readInvoiceDocument, type RunInvoice } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import { chunksOf } from '../../support/parallel.ts'
import { Remembered } from '../../support/remembered.ts'
import { lineCosts, type LineCosts } from '../clients/line-costs.ts'
import type { AppContext } from '../context.ts'
import type { ReviewedRun } from '../run/read-review.ts'

/** A part of the change of one client from last month. */
export interface MonthChange {
  readonly cause: ChangeCause
  readonly runNumber: number
  readonly clientId: string
  readonly clientName: string
  readonly currency: string
  /** Undefined for what ended. */
  readonly lineKey: string | undefined
  readonly description: string
  /** Signed. */
  readonly amount: string
}

/** What a client's lines cost us. */
export interface ClientCost extends LineCosts {
  readonly clientId: string
  readonly currency: string
}

export interface MonthFigures {
  readonly changes: readonly MonthChange[]
  readonly costs: readonly ClientCost[]
}

const noFigures: MonthFigures = { changes: [], costs: [] }

// A run never changes, and its documents are megabytes that say the same each time.
const remembered = new Remembered<MonthFigures>(8)
const clientsAtOnce = 250

/** What is worked out of the invoices that are ready: those blocked bill nothing, those billed already not again. */
export async function monthFigures(context: AppContext, parts: readonly ReviewedRun[]): Promise<MonthFigures> {
  let all = noFigures
  for (const { run, invoices } of parts) {
    const counted = new Set(invoices.map(({ clientId }) => clientId))
    const counts = ({ clientId }: { readonly clientId: string }): boolean => counted.has(clientId)
    const { changes, costs } = await figuresOfRun(context, run)
    all = added(all, { changes: changes.filter(counts), costs: costs.filter(counts) })
  }
  return all
}

/** Of a finished run, which is the same whenever it is asked for. */
async function figuresOfRun({ database, organization }: AppContext, run: Run): Promise<MonthFigures> {
  const known = remembered.get(run.id)
  if (known !== undefined) return known
  const figures = await withOrganization(database, organization.id, async (tx) => {
    let all = noFigures
    const clientIds = (await listRunOutcomes(tx, run.id)).map(({ clientId }) => clientId)
    for (const some of chunksOf(clientIds, clientsAtOnce)) {
      all = added(all, figuresOfInvoices(run, await listRunInvoices(tx, run.id, some)))
    }
    return all
  })
  remembered.keep(run.id, figures)
  return figures
}

function added(a: MonthFigures, b: MonthFigures): MonthFigures {
  return { changes: [...a.changes, ...b.changes], costs: [...a.costs, ...b.costs] }
}

function figuresOfInvoices(run: Run, invoices: readonly RunInvoice[]): MonthFigures {
  const changes: MonthChange[] = []
  const costs: ClientCost[] = []
  for (const { clientId, clientName, outcome, currency, invoice, previousTotal } of invoices) {
    const of = { runNumber: run.number, clientId, clientName, currency }
    if (outcome === 'nothing-to-bill' && previousTotal !== undefined) {
      const ended = changeByCause({ lines: [], currency, total: '0' }, previousTotal)
      changes.push(...ended.map(({ cause, amount }) => ({ ...of, ...endedLine, cause, amount })))
    }
    if (outcome !== 'ready' || invoice === undefined) continue
    const document = readInvoiceDocument(invoice)
    costs.push({ clientId, currency, ...lineCosts(document.lines, currency) })
    for (const { cause, line, amount } of changeByCause(document, previousTotal)) {
      const named = line === undefined ? endedLine : { lineKey: line.lineKey, description: line.description }
      changes.push({ ...of, ...named, cause, amount })
    }
  }
  return { changes, costs }
}

const endedLine = { lineKey: undefined, description: "On last month's invoice only" }

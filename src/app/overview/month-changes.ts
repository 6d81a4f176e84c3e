import { changeByCause, type ChangeCause } from '../../billing/change-by-cause.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
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

/** What a client's lines cost us, where all of them are known. */
export interface ClientCost {
  readonly clientId: string
  readonly currency: string
  readonly costs: readonly (string | 'unknown')[]
}

export interface MonthFigures {
  readonly changes: readonly MonthChange[]
  readonly costs: readonly ClientCost[]
}

/** What is worked out of the invoices that are ready: those blocked bill nothing, those billed already not again. */
export function monthFigures(parts: readonly ReviewedRun[]): MonthFigures {
  const changes: MonthChange[] = []
  const costs: ClientCost[] = []
  for (const { run, invoices } of parts) {
    for (const { clientId, clientName, outcome, currency, invoice, previousTotal } of invoices) {
      const of = { runNumber: run.number, clientId, clientName, currency }
      if (outcome === 'nothing-to-bill' && previousTotal !== undefined) {
        const ended = changeByCause({ lines: [], currency, total: '0' }, previousTotal)
        changes.push(...ended.map(({ cause, amount }) => ({ ...of, ...endedLine, cause, amount })))
      }
      if (outcome !== 'ready' || invoice === undefined) continue
      const document = readInvoiceDocument(invoice)
      costs.push({ clientId, currency, costs: document.lines.map(({ cost }) => cost) })
      for (const { cause, line, amount } of changeByCause(document, previousTotal)) {
        const named = line === undefined ? endedLine : { lineKey: line.lineKey, description: line.description }
        changes.push({ ...of, ...named, cause, amount })
      }
    }
  }
  return { changes, costs }
}

const endedLine = { lineKey: undefined, description: "On last month's invoice only" }

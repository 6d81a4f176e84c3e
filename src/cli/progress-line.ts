import type { Progress } from '../app/progress.ts'
import type { CliIo } from './io.ts'

const words: Readonly<Record<string, string>> = {
  companies: 'companies',
  contacts: 'contacts',
  products: 'products',
  prices: 'price plans',
  subscriptions: 'subscriptions',
  'subscription-details': 'details and histories of subscriptions',
  'subscription-history': 'subscription histories',
  orders: 'orders',
  'usage-summaries': 'usage summaries',
  'usage-lines': 'usage lines',
  'distributor-invoices': 'distributor invoices',
  charges: 'charges',
  run: 'clients worked',
  posting: 'invoices posted',
  'ledger-months': 'months of the ledger read',
  'months-audited': 'months audited',
}

/** One line at the terminal that counts, with the rate; silent where nobody looks. */
export function createProgressLine(io: CliIo): Progress & { clear(): void } {
  if (!io.errorIsTerminal) return { report: () => undefined, clear: () => undefined }
  let shown = 0
  let last = 0
  let current = { step: '', since: 0 }
  return {
    report: (step, done, total) => {
      const now = io.clock.now().getTime()
      if (step !== current.step) current = { step, since: now }
      const finished = total !== undefined && done >= total
      if (!finished && now - last < 100) return
      last = now
      const seconds = (now - current.since) / 1000
      const rate = seconds >= 1 ? `, ${String(Math.round(done / seconds))}/s${timeLeft(done, total, seconds)}` : ''
      const of = total === undefined ? '' : ` of ${String(total)}`
      const line = `${words[step] ?? step}: ${String(done)}${of}${rate}`
      io.writeError(`\r${line.padEnd(shown)}`)
      shown = line.length
    },
    clear: () => {
      if (shown > 0) io.writeError(`\r${' '.repeat(shown)}\r`)
      shown = 0
    },
  }
}

/** By the rate so far; nothing while it is too early to tell, or nothing is left. */
function timeLeft(done: number, total: number | undefined, seconds: number): string {
  if (total === undefined || done === 0 || done >= total || seconds < 5) return ''
  const left = Math.ceil(((total - done) * seconds) / done)
  return left < 90 ? `, ${String(left)} s left` : `, ${String(Math.ceil(left / 60))} min left`
}

import type { BillingConfig, BillingRules, ClientBillingConfig } from '../../domain/billing-config.ts'
import type { DocumentBooking, LedgerEntry, LineBooking, MemoTemplate } from '../../domain/booking.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import { addDays } from '../../domain/plain-date.ts'
import { isCurrency } from '../../money/currency.ts'
import { formatDecimal, trimmed } from '../../money/decimal.ts'
import { roundFraction } from '../../money/fraction.ts'
import type { ClientScope } from '../lines/line-work.ts'
import type { RunContext } from '../run-context.ts'
import { dayInWords, monthInWords } from '../words.ts'

type Scope = Pick<ClientScope, 'run' | 'client'>

/** QuickBooks shows so many places of a rate, and Xero takes no more. */
const ratePlaces = 6

/** What the config states for a client's document; undefined: nothing. */
export function documentBooking({ run, client }: Scope): DocumentBooking | undefined {
  if (!statesBooking(run.input.config)) return undefined
  const levels = [client.rules, run.input.config.house.rules]
  const ledger = client.ledger.connectionId
  const location = entryFor(ledger, levels, ({ booking }) => booking?.location)
  const terms = entryFor(ledger, levels, ({ booking }) => booking?.terms)
  const memo = levels.map(({ booking }) => booking?.memo).find((one) => one !== undefined)
  const exchangeRate = exchangeRateOf({ run, client }, levels)
  const booking = {
    ...(location === undefined ? {} : { location }),
    ...(terms === undefined ? {} : { terms }),
    ...(memo === undefined ? {} : { memo: memoText(memo, { run, client }) }),
    ...(exchangeRate === undefined ? {} : { exchangeRate }),
  }
  return Object.keys(booking).length === 0 ? undefined : booking
}

/** The lines with what the config states for each; the very same list where it states nothing. */
export function bookedLines({ run, client }: Scope, lines: readonly InvoiceLine[]): readonly InvoiceLine[] {
  const { config } = run.input
  if (!statesBooking(config)) return lines
  const ofLine = new Map(client.lines.map(({ lineId, rules }) => [lineId, rules]))
  return lines.map((line) => {
    const own = ofLine.get(line.billingLineId)
    const item = run.items.get(line.itemId)?.rules
    const levels = [own, client.rules, item, config.house.rules].filter((rules) => rules !== undefined)
    const booking = lineBooking(line, client.ledger.connectionId, levels)
    return Object.keys(booking).length === 0 ? line : { ...line, booking }
  })
}

function lineBooking({ taxable }: InvoiceLine, ledger: string, levels: readonly BillingRules[]): LineBooking {
  const taxCode = entryFor(ledger, levels, ({ booking }) => (taxable ? booking?.taxCode : booking?.untaxedCode))
  const ofClass = entryFor(ledger, levels, ({ booking }) => booking?.class)
  return {
    ...(taxCode === undefined ? {} : { taxCode }),
    ...(ofClass === undefined ? {} : { class: ofClass }),
  }
}

/** The nearest statement that says something for this ledger. */
function entryFor(
  ledgerConnectionId: string,
  levels: readonly BillingRules[],
  pick: (rules: BillingRules) => LedgerEntry | undefined,
): string | undefined {
  for (const rules of levels) {
    const entry = pick(rules)
    const text = typeof entry === 'string' ? entry : entry?.get(ledgerConnectionId)
    if (text !== undefined) return text
  }
  return undefined
}

/** The newest rate stated by the invoice's date, where ours shall go and the ledger keeps another currency. */
function exchangeRateOf(
  { run, client }: Scope,
  levels: readonly BillingRules[],
): DocumentBooking['exchangeRate'] | undefined {
  const owner = levels.map(({ booking }) => booking?.exchangeRate).find((one) => one !== undefined)
  const home = run.ledgers.get(client.ledger.connectionId)?.homeCurrency
  if (owner !== 'ours' || home === undefined || home === client.currency || !isCurrency(home)) return undefined
  const found = run.rates.find(client.currency, home, run.input.invoiceDate)
  return found === undefined ? 'unknown' : formatDecimal(trimmed(roundFraction(found.rate, ratePlaces, 'half-up')))
}

function memoText(memo: MemoTemplate, { run, client }: Scope): string {
  const { start, end } = run.input.billingPeriod
  const values = {
    client: client.name,
    month: monthInWords(run.input.billingPeriod.start),
    from: dayInWords(start),
    to: dayInWords(addDays(end, -1)),
  }
  return memo.map((part) => (typeof part === 'string' ? part : values[part.name])).join('')
}

const stating = new WeakMap<BillingConfig, boolean>()

/** Most configs leave it all to the ledger; nothing is looked up for them, line by line. */
function statesBooking(config: RunContext['input']['config']): boolean {
  const known = stating.get(config)
  if (known !== undefined) return known
  const states = ({ rules }: { readonly rules: BillingRules }): boolean => rules.booking !== undefined
  const answer =
    states(config.house) || config.items.some(states) || config.clients.some((client) => clientStates(client, states))
  stating.set(config, answer)
  return answer
}

function clientStates(
  client: ClientBillingConfig,
  states: (place: { readonly rules: BillingRules }) => boolean,
): boolean {
  return states(client) || client.lines.some(states)
}

import type { RuleLevel } from '../../domain/billing-config.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { Currency } from '../../money/currency.ts'
import { formatDecimal } from '../../money/decimal.ts'
import { fractionOfDecimal } from '../../money/fraction.ts'
import type { LineRules } from '../rules.ts'
import type { RunContext } from '../run-context.ts'
import { dayInWords } from '../words.ts'
import type { FoundRate } from './rate-table.ts'

/** The rate at which a line turns amounts of one currency into the client's, and by which rule. */
export interface AppliedRate extends Omit<FoundRate, 'day'> {
  readonly from: Currency
  readonly to: Currency
  /** Undefined for a rate agreed with the client. */
  readonly day: PlainDate | undefined
  /** The day for which a rate was wanted. */
  readonly wanted: PlainDate | undefined
  /** `invoice-date, client rule`. */
  readonly rule: string
}

/** No rate had been stated by the day for which one is wanted. */
export interface MissingRate {
  readonly refused: 'exchange-rate-missing'
  readonly from: Currency
  readonly to: Currency
  readonly wanted: PlainDate
}

/** The rate from a currency into the client's; undefined: the line has no rule for that currency. */
export type RateFrom = (from: Currency) => AppliedRate | MissingRate | undefined

/** How a line finds its rates; undefined: no rule says that amounts may be converted. */
export function ratesFor(
  run: RunContext,
  { exchange }: Pick<LineRules, 'exchange'>,
  to: Currency,
): RateFrom | undefined {
  if (exchange === undefined) return undefined
  const { value, rule } = exchange
  if (typeof value.rate === 'object') {
    const { rate } = value
    const only = 'from' in value ? value.from : undefined
    return (from) => (only === undefined || only === from ? agreedRate(from, to, rate, rule) : undefined)
  }
  const [kind, wanted] =
    value.rate === 'invoice-date' ? ['invoice date', run.input.invoiceDate] : ['period end', run.lastDay]
  return (from) => {
    const found = run.rates.find(from, to, wanted)
    if (found === undefined) return { refused: 'exchange-rate-missing', from, to, wanted }
    return { ...found, from, to, wanted, rule: `for the ${kind} ${dayInWords(wanted)}, ${rule} rule` }
  }
}

function agreedRate(
  from: Currency,
  to: Currency,
  rate: { readonly units: bigint; readonly scale: number },
  rule: RuleLevel,
): AppliedRate {
  const text = formatDecimal(rate)
  return {
    from,
    to,
    rate: fractionOfDecimal(rate),
    day: undefined,
    wanted: undefined,
    working: ` x ${text}`,
    words: `1 ${from} = ${text} ${to} as agreed`,
    rule: `${rule} rule`,
  }
}

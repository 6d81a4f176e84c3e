import type { Anomaly } from '../../domain/anomaly.ts'
import { addDays, daysBetween, type PlainDate } from '../../domain/plain-date.ts'
import { addDecimals, decimal, zero, type Decimal } from '../../money/decimal.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import { multiplyDecimals, roundDecimal } from '../../money/decimal.ts'
import { formatMoney } from '../../money/money.ts'
import type { LineWork } from '../lines/line-work.ts'
import { appliesOn } from '../rules.ts'
import { dayInWords } from '../words.ts'
import { stakeOf } from './at-stake.ts'
import { thresholdsFor, type ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'
import { lineInWords } from './subject-words.ts'

/** Held prices in force that end soon, with what comes after them: the last moment to agree on another. */
export function findHoldEnds(view: ClientView): Anomaly[] {
  const { holdEndDays } = thresholdsFor(view)
  const { asOf } = view.run.input
  return view.works.flatMap((work) => {
    if (work.portions.length === 0) return []
    const [winning] = work.rules.prices.filter(({ policy }) => appliesOn(policy, asOf))
    if (winning?.policy.policy !== 'hold') return []
    const { unitPrice, until } = winning.policy
    if (until === undefined || daysBetween(asOf, until) > holdEndDays) return []
    const next = work.rules.prices.find(({ policy }) => appliesOn(policy, until))
    const held = `the held price of ${formatMoney(unitPrice)} ends on ${dayInWords(until)}, ${away(asOf, until)}`
    return [
      makeAnomaly({
        code: 'held-price-ends-soon',
        clientId: view.client.clientId,
        subject: { kind: 'line', id: work.line.lineId },
        message: `${lineInWords(view.run, work.line)}: ${held}; then ${next?.words ?? 'no rule'} applies.`,
        atStake: stakeOf(heldAmount(work, unitPrice), unitPrice.currency),
      }),
    ]
  })
}

function away(asOf: PlainDate, until: PlainDate): string {
  return addDays(asOf, 1) === until ? 'in 1 day' : `in ${String(daysBetween(asOf, until))} days`
}

/** What the held price bills a month for what is held at the end: that much is priced otherwise from then on. */
function heldAmount({ invoiceLines }: LineWork, unitPrice: Decimal & { readonly currency: string }): Decimal {
  const quantity = invoiceLines.reduce<Decimal>((sum, line) => addDecimals(sum, decimal(line.quantity)), zero)
  return roundDecimal(multiplyDecimals(quantity, unitPrice), minorUnitsOf(unitPrice.currency), 'half-up')
}

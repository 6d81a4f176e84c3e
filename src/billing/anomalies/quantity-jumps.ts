import type { Anomaly } from '../../domain/anomaly.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import {
  addDecimals,
  absoluteDecimal,
  compareDecimals,
  decimal,
  decimalOfInteger,
  multiplyDecimals,
  subtractDecimals,
  zero,
  type Decimal,
} from '../../money/decimal.ts'
import { plainNumber } from '../numbers-as-text.ts'
import { isAdjustment } from '../prices/is-adjustment.ts'
import { signed } from '../words.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'
import { lineInWords } from './subject-words.ts'

/** Lines that follow the distributor and whose quantity moved by more than the thresholds since the last period. */
export function findQuantityJumps({ run, client, works, previous }: ClientView): Anomaly[] {
  return works.flatMap(({ line, invoiceLines }) => {
    const last = previous.allLines(line.lineId)
    if (!line.syncsQuantity || line.model !== 'per-seat' || last.length === 0) return []
    const [before, now] = [heldAtEnd(last), heldAtEnd(invoiceLines)]
    const change = subtractDecimals(now, before)
    const { quantityJumpPercent, quantityJumpLeast } = run.thresholds
    if (!exceeds(change, before, quantityJumpPercent, quantityJumpLeast)) return []
    const numbers = `${plainNumber(now)} instead of ${plainNumber(before)} last period (${signed(change)})`
    return [
      makeAnomaly({
        code: 'quantity-jump',
        clientId: client.clientId,
        subject: { kind: 'line', id: line.lineId },
        message: `${lineInWords(run, line)}: ${numbers}.`,
      }),
    ]
  })
}

/** What was held when the period ended: the base and its changes together. Parts that end earlier do not count. */
function heldAtEnd(all: readonly InvoiceLine[]): Decimal {
  const lines = all.filter((line) => !isAdjustment(line))
  const end = lines.reduce((latest, { servicePeriod }) => (servicePeriod.end > latest ? servicePeriod.end : latest), '')
  return lines
    .filter(({ servicePeriod }) => servicePeriod.end === end)
    .reduce<Decimal>((sum, { quantity }) => addDecimals(sum, decimal(quantity)), zero)
}

function exceeds(change: Decimal, before: Decimal, percent: number, least: number): boolean {
  const size = absoluteDecimal(change)
  if (compareDecimals(size, decimalOfInteger(least)) < 0) return false
  const bound = multiplyDecimals(absoluteDecimal(before), { units: BigInt(percent), scale: 2 })
  return compareDecimals(size, bound) >= 0
}

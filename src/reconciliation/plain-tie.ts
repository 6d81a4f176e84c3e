import type { Charge } from '../domain/distributor-invoice.ts'
import type { Known } from '../domain/known.ts'
import { daysIn, samePeriod, type Period } from '../domain/period.ts'
import { dayNumber } from '../domain/plain-date.ts'
import {
  decimalOfInteger,
  equalDecimals,
  formatDecimal,
  multiplyDecimals,
  trimmed,
  type Decimal,
} from '../money/decimal.ts'
import { amountText } from './amount-text.ts'
import { costLooksLikeList } from './charge-caveats.ts'
import { fineText } from './fine.ts'
import { heldByCharges } from './held.ts'
import type { Lookups } from './lookups.ts'
import type { PlacedCharge } from './match-groups.ts'
import { findingSentence } from './sentence.ts'
import type { Supply } from './supply.ts'
import type { Caveat, Finding, FindingEvidence, FindingSide } from './tie-out.ts'

/** A charge that can tie out plainly: each of its figures is known. */
interface PlainCharge extends Charge {
  readonly servicePeriod: Period
  readonly quantity: Exclude<Charge['quantity'], 'unknown'>
  readonly unitCost: Exclude<Charge['unitCost'], 'unknown'>
  readonly cost: Exclude<Charge['cost'], 'unknown'>
}

/** One charge and the one posted client line that carries it as it is. */
export interface PlainPair {
  readonly charge: PlainCharge
  readonly ordinal: number
  readonly supply: Supply
}

/** What all plain ties of an invoice have in common. */
interface PlainTieContext {
  readonly invoiceId: string
  readonly isReadWhole: boolean
  readonly lookups: Lookups
}

/** The usual case, taken apart because most of a large invoice is made of it: same days, same figures. */
export function plainPairOf(placed: PlacedCharge, supply: Supply): PlainPair | undefined {
  const { charge, ordinal } = placed
  if (charge.kind !== 'subscription' || !supply.posted || !isPlainCharge(charge)) return undefined
  const ties =
    samePeriod(charge.servicePeriod, supply.period) &&
    isSamePositive(charge.quantity, supply.quantity) &&
    isSamePositive(charge.unitCost, supply.unitCost) &&
    isSamePositive(charge.cost, supply.cost)
  return ties ? { charge, ordinal, supply } : undefined
}

function isPlainCharge(charge: Charge): charge is PlainCharge {
  return (
    charge.servicePeriod !== undefined &&
    charge.quantity !== 'unknown' &&
    charge.unitCost !== 'unknown' &&
    charge.cost !== 'unknown'
  )
}

function isSamePositive(a: Decimal, b: Known<Decimal>): boolean {
  return b !== 'unknown' && a.units > 0n && equalDecimals(a, b)
}

/**
 * The finding of a plain tie. There may be a hundred thousand, and hardly one of them is ever looked at, so everything
 * that it says is worked out from the charge and the line when it is asked for.
 */
export class PlainTie implements Finding {
  readonly class = 'ties-out'
  readonly asks = 'nobody'
  private readonly pair: PlainPair
  private readonly context: PlainTieContext

  constructor(pair: PlainPair, context: PlainTieContext) {
    this.pair = pair
    this.context = context
  }

  /** The cost as a number: what adds up costs needs no text for it. */
  get amount(): Decimal {
    return this.pair.charge.cost
  }

  get connectionId(): string {
    return this.pair.charge.connectionId
  }

  get invoiceId(): string {
    return this.context.invoiceId
  }

  get clientId(): string {
    const { connectionId, companyId } = this.pair.charge
    const client = companyId === undefined ? undefined : this.context.lookups.clientOfCompany(connectionId, companyId)
    return client?.clientId ?? this.pair.supply.clientId
  }

  get companyId(): string | undefined {
    return this.pair.charge.companyId
  }

  get subscriptionId(): string | undefined {
    return this.pair.charge.subscriptionId
  }

  get productId(): string | undefined {
    return this.pair.charge.productId
  }

  get productName(): string | undefined {
    return this.pair.charge.productName
  }

  get servicePeriod(): Period {
    return this.pair.charge.servicePeriod
  }

  get currency(): string {
    return this.pair.charge.currency
  }

  get cost(): string {
    return amountText(this.pair.charge.cost, this.currency)
  }

  get revenue(): Finding['revenue'] {
    const { revenue } = this.pair.supply
    return [{ currency: revenue.currency, amount: amountText(revenue, revenue.currency) }]
  }

  get charged(): FindingSide {
    return this.side()
  }

  get billed(): FindingSide {
    return this.side()
  }

  get held(): Finding['held'] {
    const { charge } = this.pair
    const held = heldByCharges([charge], dayNumber(charge.servicePeriod.end) - 1, this.context.lookups)
    return held === undefined ? 'unknown' : fineText(held, 6)
  }

  get evidence(): FindingEvidence {
    return { chargeIds: [this.pair.charge.chargeId], invoiceLines: [this.pair.supply.line] }
  }

  get caveats(): readonly Caveat[] {
    const caveats: Caveat[] = []
    if (costLooksLikeList(this.pair.charge)) caveats.push('cost-equals-list-amount')
    if (!this.context.isReadWhole) caveats.push('items-not-read-whole')
    return caveats
  }

  get sentence(): string {
    return findingSentence(this, this.context.lookups)
  }

  /** The whole finding as plain data: how it is written. */
  toJSON(): Finding {
    const { connectionId, invoiceId, clientId, companyId, subscriptionId, productId, productName } = this
    const { servicePeriod, currency, cost, revenue, charged, held, evidence, caveats, sentence } = this
    return {
      ...{
        class: this.class,
        asks: this.asks,
        connectionId,
        invoiceId,
        clientId,
        companyId,
        subscriptionId,
        productId,
        productName,
      },
      ...{ servicePeriod, currency, cost, revenue, charged, billed: charged, held, evidence, caveats, sentence },
    }
  }

  /** Both sides are the charge's own figures. */
  private side(): FindingSide {
    const { charge } = this.pair
    const days = decimalOfInteger(daysIn(charge.servicePeriod))
    return {
      cost: this.cost,
      quantity: formatDecimal(trimmed(charge.quantity)),
      quantityDays: formatDecimal(trimmed(multiplyDecimals(charge.quantity, days))),
      unitCost: amountText(charge.unitCost, charge.currency),
    }
  }
}

import type { DecimalText } from '../../domain/invoice.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import type { Role } from '../../domain/role.ts'
import type { LimitedRole } from '../../domain/write-off-limit.ts'
import { isCurrency, minorUnitsOf } from '../../money/currency.ts'
import {
  absoluteDecimal,
  addDecimals,
  compareDecimals,
  decimal,
  fitsPlaces,
  formatDecimal,
  parseDecimal,
  type Decimal,
} from '../../money/decimal.ts'
import { amountText } from '../../reconciliation/amount-text.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { decisionsInForce, type StoredDecision } from '../../store/decisions.ts'
import {
  listWriteOffLimits,
  lockWriteOffs,
  saveWriteOffLimit,
  type WriteOffLimit,
} from '../../store/write-off-limits.ts'
import { Failure, InvalidInput } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'
import type { DecisionMade } from './record-decision.ts'

/** More would be lost for good than the role may decide on. */
export class WriteOffBeyondLimit extends Failure {
  override readonly code = 'close.write-off-limit'
}

/** Whoever works on this computer itself, by its commands, may do what an administrator may. */
function roleOf({ role }: AppContext): Role {
  return role ?? 'administrator'
}

/**
 * Lets a write-off go on only within the limit of who makes it: what they have written off of the month in a currency,
 * this included, by its magnitude, since a gain written off is as much out of the books as a loss. A currency for which
 * nobody has stated a limit has none that it could be within.
 * @throws {WriteOffBeyondLimit}
 */
export async function requireWithinWriteOffLimit(
  tx: Transaction,
  context: AppContext,
  period: Period,
  made: readonly DecisionMade[],
): Promise<void> {
  const role = roleOf(context)
  if (role === 'administrator') return
  await lockWriteOffs(tx, period, context.actor)
  const limits = (await listWriteOffLimits(tx)).filter((limit) => limit.role === role)
  const replaced = new Set(made.flatMap(({ finding }) => finding.outdated.map(({ id }) => id)))
  const before = (await decisionsInForce(tx)).filter(
    (decision) => isOwnWriteOff(decision, context.actor, period) && !replaced.has(decision.id),
  )
  const sums = magnitudes(before)
  for (const [currency, more] of magnitudes(made.map(({ finding }) => finding.finding))) {
    const limit = limits.find((each) => each.currency === currency)
    const already = sums.get(currency)
    const all = already === undefined ? more : addDecimals(already, more)
    if (limit !== undefined && compareDecimals(all, decimal(limit.amount)) <= 0) continue
    throw new WriteOffBeyondLimit(refusalWords({ role, currency, more, already, limit, month: formatMonth(period) }))
  }
}

function isOwnWriteOff({ kind, month, decidedBy, ruleId }: StoredDecision, actor: string, period: Period): boolean {
  return kind === 'write-off' && month === period.start && decidedBy === actor && ruleId === undefined
}

function magnitudes(
  amounts: readonly { readonly currency: string; readonly cost: DecimalText }[],
): ReadonlyMap<string, Decimal> {
  const sums = new Map<string, Decimal>()
  for (const { currency, cost } of amounts) {
    const own = absoluteDecimal(decimal(cost))
    const sum = sums.get(currency)
    sums.set(currency, sum === undefined ? own : addDecimals(sum, own))
  }
  return sums
}

function refusalWords(refused: {
  readonly role: Role
  readonly currency: string
  readonly more: Decimal
  readonly already: Decimal | undefined
  readonly limit: WriteOffLimit | undefined
  readonly month: string
}): string {
  const { role, currency, more, already, limit, month } = refused
  const asked = `${amountText(more, currency)} ${currency}`
  if (limit === undefined) {
    return `No limit in ${currency} is stated for the role ${role}, so ${asked} cannot be written off by it. An administrator states one: seatledger write-off-limits --role ${role} --currency ${currency} --amount 50.00 --why "…"`
  }
  const before = already === undefined ? '' : `, ${amountText(already, currency)} of it is used up`
  return `The role ${role} may write off ${limit.amount} ${currency} of ${month}${before}, and this is ${asked}. Somebody of a higher role can, or dispute it, or carry it.`
}

/** The limits in force, for whoever may see them. */
export async function showWriteOffLimits({ database, organization }: AppContext): Promise<readonly WriteOffLimit[]> {
  return withOrganization(database, organization.id, (tx) => listWriteOffLimits(tx))
}

/** States how much a role may write off of a month in one currency, from now on. @throws {InvalidInput} */
export async function setWriteOffLimit(
  context: AppContext,
  stated: { readonly role: LimitedRole; readonly currency: string; readonly amount: string; readonly reason: string },
): Promise<WriteOffLimit> {
  const { database, organization, actor } = context
  const currency = stated.currency.toUpperCase()
  if (!isCurrency(currency)) throw new InvalidInput(`"${stated.currency}" is no currency; give its code, such as USD.`)
  const amount = parseDecimal(stated.amount)
  if (amount === undefined || amount.units < 0n || !fitsPlaces(amount, minorUnitsOf(currency))) {
    throw new InvalidInput(
      `"${stated.amount}" is no amount of ${currency}; give one such as 50.00, or 0 for none at all.`,
    )
  }
  if (stated.reason.trim() === '') throw new InvalidInput('Say why, for the record: --why "…"')
  const limit = {
    ...{ role: stated.role, currency, amount: formatDecimal(amount), reason: stated.reason },
    ...{ setBy: actor, setAt: database.clock.now() },
  }
  await withOrganization(database, organization.id, async (tx) => {
    await saveWriteOffLimit(tx, limit)
    const details = { currency, amount: limit.amount, reason: limit.reason }
    await recordActivity(tx, context, { action: 'set-write-off-limit', subject: limit.role, details })
  })
  return limit
}

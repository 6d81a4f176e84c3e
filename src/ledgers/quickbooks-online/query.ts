import { InvalidInput } from '../../support/failure.ts'

/** One condition of a query. QuickBooks knows `and` alone. */
export type Condition =
  | { readonly property: string; readonly equals: string }
  | { readonly property: string; readonly isOneOf: readonly string[] }
  | { readonly property: string; readonly from: string; readonly before: string }

export interface EntityQuery {
  readonly entity:
    | 'Invoice'
    | 'CreditMemo'
    | 'Customer'
    | 'Item'
    | 'Account'
    | 'Term'
    | 'Class'
    | 'Department'
    | 'TaxCode'
    | 'TaxRate'
    | 'Preferences'
  readonly where?: readonly Condition[]
  /** Lists hide what was made inactive unless it is asked for. */
  readonly includesInactive?: boolean
}

/** More than this is refused; 100 is what comes when nothing is said. */
export const largestPage = 1000

/**
 * The text of a query for one page, ordered by id so that pages neither overlap nor leave gaps.
 * @param startPosition counts from 1.
 * @throws {InvalidInput} for a value that cannot be written in a query.
 */
export function queryText(query: EntityQuery, startPosition: number): string {
  const conditions = (query.where ?? []).map(conditionText)
  if (query.includesInactive === true) conditions.push('Active in (true, false)')
  const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`
  const page = `startposition ${String(startPosition)} maxresults ${String(largestPage)}`
  return `select * from ${query.entity}${where} orderby Id ${page}`
}

function conditionText(condition: Condition): string {
  if ('equals' in condition) return `${condition.property} = ${quoted(condition.equals)}`
  if ('from' in condition) {
    const { property, from, before } = condition
    return `${property} >= ${quoted(from)} and ${property} < ${quoted(before)}`
  }
  return `${condition.property} in (${condition.isOneOf.map(quoted).join(', ')})`
}

/**
 * A value in quotes. An apostrophe is escaped with a backslash; how a backslash itself is written is not documented, so
 * it is refused, and our document numbers never have one.
 */
export function quoted(value: string): string {
  if (/[\\\p{Cc}]/u.test(value)) {
    throw new InvalidInput(
      `"${value.slice(0, 60)}" has a backslash or a control character; QuickBooks cannot be asked for it.`,
    )
  }
  return `'${value.replaceAll("'", "\\'")}'`
}

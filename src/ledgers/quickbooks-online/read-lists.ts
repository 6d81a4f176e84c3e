import { z } from 'zod'
import type { Clock } from '../../support/clock.ts'
import { LedgerUnavailable } from '../errors.ts'
import type { LedgerAccount, LedgerCustomer, LedgerFacts, LedgerItem, LedgerTerm } from '../gateway.ts'
import { unreadable } from '../wire/json-parts.ts'
import { changedRecords } from './changes.ts'
import type { Client } from './client.ts'
import {
  accountList,
  classList,
  customerList,
  itemList,
  locationList,
  termList,
  withChanges,
  type CompanyList,
  type PlainEntry,
} from './lists.ts'
import { queryRows } from './query-rows.ts'

/** A company's lists. Classes and locations are undefined where it tracks none. */
export interface CompanyLists {
  readonly customers: readonly LedgerCustomer[]
  readonly items: readonly LedgerItem[]
  readonly accounts: readonly LedgerAccount[]
  readonly terms: readonly LedgerTerm[]
  readonly classes: readonly PlainEntry[] | undefined
  readonly locations: readonly PlainEntry[] | undefined
}

/** Which of the lists that a company may do without it tracks. */
export interface Tracked {
  readonly classes: boolean
  readonly locations: boolean
}

/** All lists, page by page. Inactive entries too: a link to one is a problem to show, not a record that is missing. */
export async function readWholeLists(client: Client, tracked: Tracked, signal: AbortSignal): Promise<CompanyLists> {
  const whole = async <Entry>({ entity, entryOf }: CompanyList<Entry>): Promise<readonly Entry[]> => {
    const rows = await queryRows(client, { entity, includesInactive: true }, z.looseObject({}), signal)
    return rows.flatMap(({ row, traceId }) => readable(entity, traceId, () => entryOf(row)) ?? [])
  }
  return {
    customers: await whole(customerList),
    items: await whole(itemList),
    accounts: await whole(accountList),
    terms: await whole(termList),
    classes: tracked.classes ? await whole(classList) : undefined,
    locations: tracked.locations ? await whole(locationList) : undefined,
  }
}

/** Clocks differ, and a change may be told late. What comes twice does no harm. */
const overlapMilliseconds = 5 * 60_000

/**
 * The lists as they were read last, with all changes since put in: one read in place of many. Undefined when QuickBooks
 * cannot tell all of them (longer than 30 days ago, or a thousand and more), or a list was not among those read.
 */
export async function readChangedLists(
  client: Client,
  kept: LedgerFacts,
  { tracked, clock }: { readonly tracked: Tracked; readonly clock: Clock },
  signal: AbortSignal,
): Promise<CompanyLists | undefined> {
  const before = listsOf(kept)
  if (before === undefined) return undefined
  if (tracked.classes && before.classes === undefined) return undefined
  if (tracked.locations && before.locations === undefined) return undefined
  const entities = [
    ...[customerList, itemList, accountList, termList].map(({ entity }) => entity),
    ...(tracked.classes ? [classList.entity] : []),
    ...(tracked.locations ? [locationList.entity] : []),
  ]
  const since = new Date(Date.parse(kept.readAt) - overlapMilliseconds)
  const changes = await changedRecords(client, { entities, since, now: clock.now() }, signal)
  if (changes === undefined) return undefined
  const { records, traceId } = changes
  const put = <Entry>(list: CompanyList<Entry>, entries: readonly Entry[]): readonly Entry[] =>
    readable(list.entity, traceId, () => withChanges(list, entries, records.get(list.entity) ?? []))
  return {
    customers: put(customerList, before.customers),
    items: put(itemList, before.items),
    accounts: put(accountList, before.accounts),
    terms: put(termList, before.terms),
    classes: tracked.classes ? put(classList, before.classes ?? []) : undefined,
    locations: tracked.locations ? put(locationList, before.locations ?? []) : undefined,
  }
}

/** Undefined: the facts were read before all of these lists were. */
function listsOf({ customers, items, accounts, terms, dimensions }: LedgerFacts): CompanyLists | undefined {
  if (accounts === undefined || terms === undefined) return undefined
  const entries = (name: string): readonly PlainEntry[] | undefined =>
    dimensions?.find(({ dimension }) => dimension === name)?.entries
  return { customers, items, accounts, terms, classes: entries('class'), locations: entries('location') }
}

function readable<T>(entity: string, traceId: string | undefined, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause
    const message = `QuickBooks' list of ${entity} records could not be read: ${unreadable(cause)}. Nothing was taken from it.`
    throw new LedgerUnavailable(message, { cause, traceId })
  }
}

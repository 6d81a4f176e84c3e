import { isPlainDate } from '../../domain/plain-date.ts'
import { InvalidInput } from '../../support/failure.ts'
import type { UsageLine } from '../source.ts'
import type { Listing } from './listing.ts'
import { normalizeUsageLine, type UsageDay } from './normalize/usage.ts'
import { usageLineWire } from './wire.ts'

const contentFields = new Set(Object.keys(usageLineWire.shape))

/**
 * The usage lines of one summary on one day: Pax8 demands the day. Its document calls the listing paged without naming
 * page parameters, so pages are asked for and the counters of the answer decide.
 * @throws {InvalidInput} when the key is not `usageSummaryId/YYYY-MM-DD`.
 */
export function usageLinesListing(key: string): Listing<UsageLine> {
  const day = usageDay(key)
  return {
    stream: 'usage-lines',
    key,
    path: `/usage-summaries/${encodeURIComponent(day.usageSummaryId)}/usage-lines`,
    shape: 'paged',
    queries: [{ usageDate: day.usageDate }],
    contentFields,
    open: () =>
      Promise.resolve((rows, problems) => rows.flatMap(({ value }) => normalizeUsageLine(value, day, problems) ?? [])),
  }
}

function usageDay(key: string): UsageDay {
  const slash = key.lastIndexOf('/')
  const [usageSummaryId, usageDate] = [key.slice(0, Math.max(0, slash)), key.slice(slash + 1)]
  if (usageSummaryId === '' || !isPlainDate(usageDate)) {
    throw new InvalidInput(`"${key}" names no usage lines; write usageSummaryId/YYYY-MM-DD.`)
  }
  return { usageSummaryId, usageDate }
}

import type { SourceDefinition } from '../source.ts'
import { pax8Place } from './place.ts'
import { callLimitQuestion, paceBelow } from './probe/call-limit.ts'
import { pax8Settings, type Pax8Settings } from './settings.ts'
import { createPax8Source } from './source.ts'
import { createPax8Notices } from './webhook/notices.ts'

/** Pax8, a cloud distributor. `listsCancelled`: one sweep without a status filter returns cancelled subscriptions too. */
export const pax8: SourceDefinition<Pax8Settings> = {
  id: 'pax8',
  label: 'Pax8',
  settings: pax8Settings,
  secrets: ['clientSecret'],
  listsCancelled: true,
  place: pax8Place,
  // Generated on the 4th and shown once approved, which callers have seen take until the 5th.
  invoiceDays: { first: 4, last: 6 },
  // Its amounts carry two places on seats and more on usage, and no document says how they came about: a whole step.
  chargeRounding: { per: 'line', places: 2, rounding: 'down', basis: 'Pax8 does not say how it rounds a charge' },
  pace: (answers) => paceBelow(answers.get(callLimitQuestion)),
  notices: (settings, tools) => createPax8Notices(settings, tools),
  connect: (settings, tools) => createPax8Source(settings, tools),
}

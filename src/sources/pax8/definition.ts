import type { SourceDefinition } from '../source.ts'
import { pax8Settings, type Pax8Settings } from './settings.ts'
import { createPax8Source } from './source.ts'

/** Pax8, a cloud distributor. `listsCancelled`: one sweep without a status filter returns cancelled subscriptions too. */
export const pax8: SourceDefinition<Pax8Settings> = {
  id: 'pax8',
  label: 'Pax8',
  settings: pax8Settings,
  secrets: ['clientSecret'],
  listsCancelled: true,
  // Generated on the 4th and shown once approved, which callers have seen take until the 5th.
  invoiceDays: { first: 4, last: 6 },
  connect: (settings, tools) => createPax8Source(settings, tools),
}

import type { AnomalyCode } from '../../domain/anomaly.ts'
import type { CatalogueEntry } from './catalogue-entry.ts'

/** What is flagged of earlier months that are looked at again. */
export const trueUpEntries = {
  'true-up-above-threshold': {
    severity: 'warning',
    meaning: 'A correction of a closed month is larger than the threshold for true-ups.',
    nextStep: 'Open the line: it names what changed and since when it is known. Tell the client before you approve it.',
    example:
      'The true-up of "M365 Business Standard" (line line-1) for Sep 2026 is 302.28 USD; more than 100.00 USD is flagged.',
  },
  'true-up-held': {
    severity: 'warning',
    meaning:
      'A closed month should have billed another amount, and the rule says to show the difference, not to bill it.',
    nextStep:
      'Bill or credit it by hand, set `trueUps.as` to bill, or leave it: it is shown until the window has passed.',
    example:
      '"M365 Business Standard" (line line-1) should have billed 19.14 USD more for Sep 2026: 18 instead of 17 on subscription s-1 from 12 Sep to 30 Sep, known since 3 Oct 2026: 533.02 should have been billed for Sep 2026, 513.88 was (invoice 2026-09/0 of 30 Sep 2026); it is held and not billed.',
  },
  'true-up-ignored': {
    severity: 'note',
    meaning: 'A closed month should have billed another amount, and the rule says to leave the difference.',
    nextStep: 'Nothing to do.',
    example:
      '"M365 Business Standard" (line line-1) should have billed 0.40 USD less for Sep 2026: 16 instead of 17 on subscription s-1 from 30 Sep to 30 Sep, known since 3 Oct 2026: 513.48 should have been billed for Sep 2026, 513.88 was (invoice 2026-09/0 of 30 Sep 2026); less than 1.00 USD is ignored.',
  },
  'true-up-not-checked': {
    severity: 'note',
    meaning:
      'A closed month, or a line of it, could not be compared with what was billed, so there is no true-up for it.',
    nextStep: 'Check that month by hand where it matters; a month that was billed elsewhere stays unchecked.',
    example: 'Sep 2026 of Bear Creek Winery could not be checked for true-ups: no invoice of it was billed here.',
  },
} as const satisfies Partial<Record<AnomalyCode, CatalogueEntry>>

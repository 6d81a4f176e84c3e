import type { AnomalyCode } from '../../domain/anomaly.ts'
import type { CatalogueEntry } from './catalogue-entry.ts'

/** What is flagged of terms, trials and held prices, of totals, and of lines that want a look. */
export const termAndTotalEntries = {
  'term-ends-soon': {
    severity: 'note',
    meaning:
      'A commitment of more than a month, or a subscription, ends within so many days. Seats are given back then.',
    nextStep: 'Ask the client how many units are still needed, and change or cancel them at the distributor in time.',
    example:
      'M365 Business Standard (subscription s-1): its 1-year commitment of 17 units ends on 14 Nov 2026, in 13 days.',
  },
  'price-changed-at-renewal': {
    severity: 'warning',
    meaning: 'Since a commitment was renewed, a unit costs another amount than before.',
    nextStep: 'Check that the client knows; a held price now earns another margin.',
    example:
      'M365 Business Standard (subscription s-1) costs 26.45 USD instead of 25.19 USD since its renewal on 14 Oct 2026: 21.42 USD more a month for 17.',
  },
  'term-rolled-over': {
    severity: 'warning',
    meaning:
      'A commitment ran out and the subscription runs on without one like it, which mostly costs more each month.',
    nextStep: 'Renew or cancel it at the distributor; sync again if it was renewed.',
    example:
      'M365 Business Standard (subscription s-1) went from a 1-year commitment to a monthly one on 14 Oct 2026 and runs on with 17 units.',
  },
  'trial-ended': {
    severity: 'warning',
    meaning: 'A trial ended in the period. What goes on from it costs money; a note where nothing does.',
    nextStep: 'Check that the client wants what goes on, and that a line bills it.',
    example:
      'The trial of Copilot (subscription s-7), 5 units, ended on 12 Oct 2026; since then it is 5 units at 30.00 USD each.',
  },
  'quantity-below-commitment': {
    severity: 'note',
    meaning: 'The client holds fewer units than its commitment is for; the distributor charges the rest until its end.',
    nextStep: 'Nothing to do before the commitment ends; `committedFloor` bills them to the client.',
    example:
      'M365 Business Standard (subscription s-1) is 15 of the 17 units of its 1-year commitment until 14 Mar 2027: 2 unused, 50.38 USD of cost a month.',
  },
  'held-price-ends-soon': {
    severity: 'note',
    meaning: 'A held unit price ends within so many days, and the next rule applies from then on.',
    nextStep: 'Agree on another price with the client, or let the next rule apply.',
    example:
      '"M365 Business Standard" (line line-1): the held price of 22.00 USD ends on 1 Jan 2027, in 20 days; then cost + 20 % applies.',
  },
  'total-changed': {
    severity: 'warning',
    meaning: 'The total differs much from the last period, in percent and in money.',
    nextStep: 'Look at the lines that changed before you approve the invoice.',
    example: 'The total for Bear Creek Winery is 963.24 USD instead of 541.43 USD last period: 421.81 USD more (78 %).',
  },
  'total-above-range': {
    severity: 'warning',
    meaning: 'The total is far above anything that was billed to the client in the last twelve months.',
    nextStep: 'Look at the lines before you approve the invoice.',
    example:
      'The total for Bear Creek Winery is 963.24 USD, above the 480.10 USD to 541.43 USD of the 11 months billed of the last twelve.',
  },
  'zero-invoice': {
    severity: 'warning',
    meaning: 'The invoice has lines and comes to nothing.',
    nextStep: 'Check the lines; a ledger may refuse an invoice of 0.00.',
    example: 'The total for Bear Creek Winery is 0.00 USD, of 2 lines.',
  },
  'usual-line-missing': {
    severity: 'note',
    meaning: 'Every other client has a line for an item, and this one has none.',
    nextStep: 'Add the line if it was forgotten.',
    example: 'All 24 other clients have a line for Managed support; Bear Creek Winery has none.',
  },
  'duplicate-charge': {
    severity: 'warning',
    meaning: 'Two charges, or two lines, seem to bill the same thing. Both are billed.',
    nextStep: 'Check both; remove a line, or ask the distributor for a credit.',
    example: 'Charge i-1-8 "Azure plan" of 86.46 USD is like charge i-1-3 in everything; both are billed.',
  },
  'too-many-lines': {
    severity: 'blocking',
    meaning: 'A safety bound: one subscription makes more lines on one invoice than anybody would read.',
    nextStep: 'Look at the history of the subscription; if it is right, raise `thresholds.linesPerSubscription`.',
    example: '46 lines bill subscription s-1 of Bear Creek Winery; at most 40 are taken unseen.',
  },
  'uncertain-change-over-boundary': {
    severity: 'warning',
    meaning:
      'The day of a change is known only within a window that reaches into another period, so it may belong there.',
    nextStep: 'Look the day up at the distributor; a true-up corrects the month once the day is known.',
    example:
      'M365 Business Standard (subscription s-1) changed on a day from 29 Sep 2026 to 2 Oct 2026; 2 Oct 2026 is used, and it may have been in Sep 2026.',
  },
} as const satisfies Partial<Record<AnomalyCode, CatalogueEntry>>

import type { AnomalyCode } from '../../domain/anomaly.ts'
import type { CatalogueEntry } from './catalogue-entry.ts'
import { termAndTotalEntries } from './catalogue-of-terms-and-totals.ts'
import { trueUpEntries } from './catalogue-of-true-ups.ts'

/** Every code. What an anomaly reports is left as it is: no line is made from a guess, and none is dropped unsaid. */
export const catalogue: Readonly<Record<AnomalyCode, CatalogueEntry>> = {
  'unmapped-client': {
    severity: 'warning',
    meaning: 'A company at the distributor costs money, and no client of ours is that company.',
    nextStep: 'Map the company to a client, or list it under ignored companies with the reason.',
    example:
      'Harbor Dental (company c-9 of pax8) is no client of ours: 3 subscriptions, 0 charges, 214.50 USD of cost a month.',
  },
  'unmapped-product': {
    severity: 'warning',
    meaning: 'Clients hold a product that no catalog item covers, so nobody is billed for it.',
    nextStep: 'Map the product to a catalog item, or list it under ignored products with the reason.',
    example:
      'Exchange Online Plan 1 (product p-7 of pax8) is mapped to no item: 4 subscriptions, 48.00 USD of cost a month.',
  },
  'unknown-quantity': {
    severity: 'blocking',
    meaning: 'The distributor did not say how many units are held. Unknown is not zero, so nothing is billed for them.',
    nextStep: 'Sync again; if the distributor still leaves the quantity out, bill the line by hand this month.',
    example: 'The quantity of Defender (subscription s-4) is unknown from 1 Oct 2026 to 31 Oct 2026.',
  },
  'negative-quantity': {
    severity: 'blocking',
    meaning: 'The distributor states a quantity below zero. Nobody can hold that, so nothing is billed for it.',
    nextStep: 'Look the subscription up at the distributor and sync again.',
    example: 'The quantity of Defender (subscription s-4) is -2 from 1 Oct 2026 to 31 Oct 2026.',
  },
  'unknown-cost': {
    severity: 'blocking',
    meaning: 'The price is made from a cost or list price that is not known. A markup on nothing would be 0.00.',
    nextStep:
      'Sync again, or hold the line at a stated unit price. What a unit cost before the first sync is taken from the distributor invoices that were read, where one charges a whole line for those days.',
    example: 'The unit cost of Defender (subscription s-4) is unknown, so cost + 20 % gives no price for 5 units.',
  },
  'unknown-billing-term': {
    severity: 'blocking',
    meaning: 'It is not known how often the subscription is billed, or when its term began.',
    nextStep: 'Look the subscription up at the distributor; bill it by hand until the term is known.',
    example: 'Azure plan (subscription s-5) has the billing term "Quarterly", which is not known here.',
  },
  'sync-stale': {
    severity: 'warning',
    meaning: 'The last complete copy of a source is old. Blocking while it is older than the end of the period.',
    nextStep: 'Sync the source, then prepare the run again.',
    example: 'The last complete copy of pax8 is of 27 Oct 2026, 5 days old; the period runs to 31 Oct 2026.',
  },
  'sync-incomplete': {
    severity: 'warning',
    meaning: 'The newest copy of a source is not complete. Blocking while there is no complete one at all.',
    nextStep: 'Sync the source again; an incomplete copy never ends a subscription.',
    example: 'The newest copy of pax8 is incomplete; the last complete one is of 30 Oct 2026.',
  },
  'period-not-over': {
    severity: 'warning',
    meaning: 'The run is made before the period has ended, so quantities may still change.',
    nextStep: 'Prepare the run again after the last day of the period.',
    example: '2026-10 ends on 31 Oct 2026; this run is of 25 Oct 2026, with 7 days to go.',
  },
  'price-changed': {
    severity: 'warning',
    meaning: 'The unit price of a line is not the one that was billed for the last period.',
    nextStep: 'Check that the client knows the new price, or hold the old one until they do.',
    example: 'M365 Business Standard: 30.228 USD instead of 27.00 USD last period; 54.88 USD more a month for 17.',
  },
  'price-held-below-cost': {
    severity: 'warning',
    meaning: 'A held unit price is below what the unit costs us.',
    nextStep: 'Raise the held price, let it end, or accept the loss.',
    example: 'M365 Business Standard is held at 22.00 USD and costs 25.19 USD: 54.23 USD a month for 17.',
  },
  'negative-margin': {
    severity: 'warning',
    meaning: 'What a line bills is less than what it costs us.',
    nextStep: 'Check the price rule that won, and the components of a bundle.',
    example: '"Workplace bundle" (line line-2) bills 500.00 USD and costs 512.40 USD: 12.40 USD short.',
  },
  'quantity-jump': {
    severity: 'warning',
    meaning: 'The quantity of a line differs much from the last period.',
    nextStep: 'Check with the client or the distributor that the change is meant.',
    example: '"M365 Business Standard" (line line-1): 170 instead of 17 last period (+153).',
  },
  'subscription-on-two-lines': {
    severity: 'blocking',
    meaning: 'More than one line of the client would bill the same subscription on the same days. None does.',
    nextStep: 'Remove one of the lines, or give their items mappings that tell the subscriptions apart.',
    example:
      'M365 Business Standard (subscription s-1) is claimed by the lines line-1 and line-8; none of them bills it.',
  },
  'subscription-on-no-line': {
    severity: 'warning',
    meaning: 'The client holds a subscription that none of its lines bills.',
    nextStep: 'Add a line for it, map its product, or list the product under ignored products.',
    example:
      'Visio Plan 2 (subscription s-6) is on no line, because its product is mapped to no item: 2 units, 22.40 USD of cost a month.',
  },
  'line-without-subscription': {
    severity: 'warning',
    meaning: 'A line follows the distributor, and the client holds nothing that it stands for.',
    nextStep: 'End the line, or check the mapping of its item.',
    example: '"Project Plan 3" (line line-4) follows no subscription in 2026-10, so it bills nothing.',
  },
  'currency-mismatch': {
    severity: 'blocking',
    meaning: 'A cost or a stated price is in another currency than the client is billed in.',
    nextStep: 'State a held price in the currency of the client.',
    example: 'The price of Defender (subscription s-4) is made from USD; the client is billed in EUR.',
  },
  'period-already-billed': {
    severity: 'warning',
    meaning: 'The client has been billed for this period, so nothing is prepared.',
    nextStep: 'Correct it with a credit memo, or leave it: a difference goes to the next invoice.',
    example: 'Bear Creek Winery was billed 541.43 USD for 2026-10 on 1 Nov 2026.',
  },
  'ledger-customer-missing': {
    severity: 'blocking',
    meaning: 'The client has no customer in its ledger, or that one is gone, inactive or of another currency.',
    nextStep: 'Map the client to an active customer of the ledger; what is new there is read by a sync.',
    example: 'Bear Creek Winery is mapped to customer 58 of quickbooks, which is not active.',
  },
  'ledger-item-missing': {
    severity: 'blocking',
    meaning: 'A line is to be posted with a ledger item that is not mapped, is gone or is inactive.',
    nextStep: 'Map the catalog item to an active item of the ledger; what is new there is read by a sync.',
    example: 'M365 Business Standard has no item in quickbooks.',
  },
  'uncertain-change-day': {
    severity: 'warning',
    meaning: 'The day of a change is known only within a window, and the day decides about the amount.',
    nextStep: 'Look the day up at the distributor; the amount is worked out with the last day of the window.',
    example:
      'M365 Business Standard (subscription s-1) changed on a day from 12 Oct 2026 to 14 Oct 2026; 14 Oct 2026 is used.',
  },
  'negative-invoice': {
    severity: 'warning',
    meaning: 'The total is below zero: it posts as a credit memo.',
    nextStep: 'Check the credits behind it before you approve the credit memo.',
    example: 'The total for Bear Creek Winery is -12.50 USD, so it is a credit memo.',
  },
  'ledger-cannot-hold': {
    severity: 'blocking',
    meaning: 'The ledger cannot hold the invoice as it was worked out.',
    nextStep: 'Shorten or change what the sentence names, then prepare the run again.',
    example: 'quickbooks cannot hold lines[3].description: it has 4,120 characters, at most 4,000 are taken.',
  },
  'charge-on-no-line': {
    severity: 'warning',
    meaning: 'The distributor charged us for something that no line passes on or bills otherwise.',
    nextStep: 'Add a pass-through line, or map the product of the charge.',
    example: 'Charge i-1-3 "Azure plan" of 86.46 USD is on no line of Bear Creek Winery.',
  },
  'charge-cost-unknown': {
    severity: 'blocking',
    meaning: 'A charge that is to be passed on does not say what it costs.',
    nextStep: 'Look the charge up on the distributor invoice and bill it by hand.',
    example: 'Charge i-1-4 "Service fee" of an unknown cost has no cost, so it has no amount.',
  },
  'charge-billed-by-distributor': {
    severity: 'note',
    meaning: 'The distributor collects this charge from the client itself; billing it too would bill it twice.',
    nextStep: 'Nothing to do.',
    example: 'Charge i-1-5 "Backup" of 40.00 USD is collected from the client by the distributor and is not billed.',
  },
  'charge-touches-balance': {
    severity: 'note',
    meaning: 'The charge settles the account between the distributor and us and is not for a client.',
    nextStep: 'Nothing to do; it counts in the reconciliation of the distributor invoice.',
    example:
      'Charge i-1-6 "Payment credit" of -40.00 USD (payment-credit) settles our account with the distributor and is not billed.',
  },
  'exchange-rate-missing': {
    severity: 'blocking',
    meaning:
      'A cost is in another currency than the client is billed in, and no rate was stated by the day that counts.',
    nextStep:
      'Import the rates of that day (`seatledger config rates import`) or enter one under rates, then run again.',
    example: 'Defender (subscription s-4) costs USD, and there is no rate to EUR by 31 Oct 2026.',
  },
  'exchange-rate-old': {
    severity: 'warning',
    meaning: 'The newest rate by the day that counts is more than a week older than that day.',
    nextStep: 'Import newer rates, then run again; or accept the old one.',
    example: 'USD is converted to EUR at 1 EUR = 1.0925 USD of 2 Oct 2026 (ECB), 29 days before 31 Oct 2026.',
  },
  'tax-code-missing': {
    severity: 'blocking',
    meaning: 'A line is taxable by codes of the config, and none of them has a percentage on the invoice’s date.',
    nextStep: 'State the percentage that holds on that day, or mark the line as not taxable.',
    example: '"Defender" is taxable by VAT, and no percentage of it holds on 31 Oct 2026.',
  },
  'tax-charged-twice': {
    severity: 'blocking',
    meaning: 'The amounts have tax in them by the config, and the ledger adds its own on top.',
    nextStep: 'Let the ledger compute the tax (tax: ledger), or mark the lines as not taxable.',
    example: 'The amounts for Bear Creek Winery have 20.00 USD of tax in them, and quickbooks adds its own.',
  },
  'tax-not-charged': {
    severity: 'warning',
    meaning: 'We work out tax on top of the amounts, and the ledger works out none, so the client is not charged it.',
    nextStep: 'Turn on sales tax in the ledger, or let the config say that there is none (tax: none).',
    example: 'Our tax of 20.00 USD is on no line of the invoice for Bear Creek Winery, and quickbooks works out none.',
  },
  'proration-kept': {
    severity: 'note',
    meaning: 'The distributor credited a part of a period, and the line is set to keep such credits from the client.',
    nextStep: 'Nothing to do; set negativeProrations to keep where the client should have them.',
    example: 'Charge i-1-7 "Removed 2 seats" of -12.40 USD is a credit that "Azure" (line line-9) does not pass on.',
  },
  'no-evidence-for-period': {
    severity: 'blocking',
    meaning: 'Evidence begins inside the period, and what was held before is needed and not known.',
    nextStep: 'Import the missing history, choose whole-at-end for this month, or bill the line by hand.',
    example: 'Nothing is known of M365 Business Standard (subscription s-1) before 15 Oct 2026.',
  },
  'status-unusual': {
    severity: 'note',
    meaning: 'A subscription is billed although the distributor gives it a status other than active.',
    nextStep: 'Check at the distributor that the service runs.',
    example: 'Defender (subscription s-4) is billed with the status "pending".',
  },
  'trial-not-billed': {
    severity: 'note',
    meaning: 'A trial runs. It is not billed.',
    nextStep: 'Nothing to do until the trial ends or becomes a subscription.',
    example: 'Copilot (subscription s-7) is a trial of 5 units and is not billed.',
  },
  'mid-term-change': {
    severity: 'warning',
    meaning: 'Units of a yearly term came or went inside it, and the basis of the line bills them with the next term.',
    nextStep: 'Bill the rest of the term by hand, or let the line prorate by the day.',
    example:
      'Acrobat Pro (subscription s-8) changed by +2 on 12 Oct 2026; by whole-at-start it is billed from 1 Mar 2027.',
  },
  'quantity-not-folded': {
    severity: 'note',
    meaning:
      'A line was to be one decimal quantity, and no decimal holds its days exactly. It has dated lines instead.',
    nextStep: 'Nothing to do; the amounts are the same.',
    example: '"M365 Business Standard" (line line-1) has days that no decimal quantity holds: 1 x 18 of 31 days.',
  },
  ...trueUpEntries,
  ...termAndTotalEntries,
  'client-not-worked': {
    severity: 'blocking',
    meaning:
      'Something in the config or the evidence of a client cannot be worked with at all. It is not billed; others are.',
    nextStep:
      'Look for what is out of the ordinary among its lines, such as a number with dozens of digits, and run again.',
    example:
      'Bear Creek Winery could not be worked out: "1000…" is not a decimal number. Unbilled are its 3 lines, with 2 subscriptions and 0 charges.',
  },
}

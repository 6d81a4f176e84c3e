import type { BillingTerm } from '../../domain/subscription.ts'
import { oneSpelling } from '../one-spelling.ts'

/** Subscriptions and prices use the first seven; the rest stand on invoice items. */
export const billingTerms: ReadonlyMap<string, BillingTerm> = new Map<string, BillingTerm>([
  ['monthly', 'monthly'],
  ['annual', 'annual'],
  ['2-year', '2-year'],
  ['3-year', '3-year'],
  ['one-time', 'one-time'],
  ['trial', 'trial'],
  ['activation', 'activation'],
  ['arrears', 'arrears'],
])

/** `Annual` and `1-Year` are the same commitment; a spelling that we do not know stays, in lower case. */
export function commitmentTermOf(text: string): string {
  const term = oneSpelling(text)
  return term === 'annual' ? '1-year' : term
}

/** The types of items that lower what we pay, in one spelling. */
export const creditTypes: ReadonlySet<string> = new Set([
  'rebate',
  'service-credit',
  'payment-credit',
  'invoice-credit',
])

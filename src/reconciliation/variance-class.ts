/**
 * Where a cent of a distributor invoice can end, in the order in which they are shown. Their sum is the invoice's total,
 * per currency, always.
 */
export const varianceClasses = [
  'ties-out',
  'timing',
  'proration',
  'price-moved',
  'under-billed',
  'over-billed',
  'bought-not-billed',
  'billed-not-bought',
  'committed-unused',
  'internal-use',
  'credit-or-reissue',
  'service-charge-without-client',
  'usage',
  'tax',
  'exchange',
  'rounding',
  'carried-balance',
  'unexplained',
] as const

export type VarianceClass = (typeof varianceClasses)[number]

export interface VarianceClassWords {
  readonly label: string
  /** What the class means, in one sentence. */
  readonly meaning: string
  readonly nextStep: string
  /** True: it asks nothing of anybody; it passes by itself, or is as the operator has said. See `whoIsAsked`. */
  readonly settlesItself: boolean
}

export const varianceClassWords: Readonly<Record<VarianceClass, VarianceClassWords>> = {
  'ties-out': {
    label: 'ties out',
    meaning: 'Client lines that were posted carry this cost.',
    nextStep: 'Nothing to do.',
    settlesItself: true,
  },
  timing: {
    label: 'timing',
    meaning: 'The service is charged to us, and the client invoice for those days is still to come.',
    nextStep: 'Bill the period, or post the invoice that waits; then reconcile again.',
    settlesItself: true,
  },
  proration: {
    label: 'proration',
    meaning: 'The distributor counts part of the period, or its days, in another way than the client line does.',
    nextStep: "Carry it to the next invoice as a true-up, or accept it as the line's quantity basis.",
    settlesItself: false,
  },
  'price-moved': {
    label: 'price moved',
    meaning: 'The unit cost charged is not the one that the client line was reckoned with.',
    nextStep: 'Check the new unit cost; accept it for the price policy, or query it with the distributor.',
    settlesItself: false,
  },
  'under-billed': {
    label: 'under-billed',
    meaning: 'More units are charged to us than the client was billed for, through the whole service period.',
    nextStep: 'Carry the missing units to the next invoice as a true-up.',
    settlesItself: false,
  },
  'over-billed': {
    label: 'over-billed',
    meaning: 'The client was billed for more units than are charged to us, through the whole service period.',
    nextStep: 'Credit the client, or wait for the charge if the distributor is late.',
    settlesItself: false,
  },
  'bought-not-billed': {
    label: 'bought, not billed',
    meaning: 'We are charged for it, the period was billed, and no client line covers it: leakage.',
    nextStep: 'Map the company and the product to a billing line, then carry it to the next invoice as a true-up.',
    settlesItself: false,
  },
  'billed-not-bought': {
    label: 'billed, not bought',
    meaning: 'A client line was posted for it, and no charge for those days was read.',
    nextStep:
      'See whether the subscription ended or a later distributor invoice charges it. There is no charge to dispute.',
    settlesItself: false,
  },
  'committed-unused': {
    label: 'committed, unused',
    meaning: 'Units that the commitment makes us pay for and that the client does not hold.',
    nextStep: 'Bill the committed floor, or reduce the commitment at its renewal.',
    settlesItself: false,
  },
  'internal-use': {
    label: 'internal use',
    meaning: 'It is for ourselves, or for a company or product that is marked as not billed.',
    nextStep: 'Nothing to do; it is our own cost for the reason on record.',
    settlesItself: true,
  },
  'credit-or-reissue': {
    label: 'credit or re-issue',
    meaning: "The distributor's correction: a credit, or an invoice that it has credited and replaced.",
    nextStep: 'Follow it until the credit is seen; then decide whether the client gets it.',
    settlesItself: false,
  },
  'service-charge-without-client': {
    label: 'charge without a client',
    meaning: 'The charge names no company, so that no client line can cover it.',
    nextStep: 'Allocate it to a client, split it by a rule, or mark it as our own cost.',
    settlesItself: false,
  },
  usage: {
    label: 'usage',
    meaning: 'Metered consumption that client lines do not carry, or carry at another amount.',
    nextStep: 'Bill the metered charges, or set how the client pays for them.',
    settlesItself: false,
  },
  tax: {
    label: 'tax',
    meaning: 'Tax that the distributor adds.',
    nextStep: 'Nothing to do; client tax is reckoned by the ledger.',
    settlesItself: true,
  },
  exchange: {
    label: 'exchange',
    meaning: 'The charge and the cost on the client line are in different currencies and were not compared.',
    nextStep: 'Record the rate that the distributor used, and reconcile again.',
    settlesItself: false,
  },
  rounding: {
    label: 'rounding',
    meaning: "Within what the distributor's own rounding can cause.",
    nextStep: 'Nothing to do.',
    settlesItself: true,
  },
  'carried-balance': {
    label: 'carried balance',
    meaning: 'An earlier balance that the total of this invoice includes.',
    nextStep: 'Nothing to do; it was reconciled with the invoice that it comes from.',
    settlesItself: true,
  },
  unexplained: {
    label: 'unexplained',
    meaning: 'No rule accounts for it.',
    nextStep: 'Open the evidence; allocate it, correct the cause, or query it with the distributor.',
    settlesItself: false,
  },
}

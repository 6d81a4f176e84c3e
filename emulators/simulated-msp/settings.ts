import { InvalidInput } from '../../src/support/failure.ts'
import { addMonths } from './calendar.ts'

/**
 * How often things happen. Those under `monthly` are the chance per client and month, those under `initial` the share
 * of clients (or, where it says so, of lines) that are so from the beginning, those under `invoice` the chance per
 * month of the partner. Together they make about 25 exceptions a month for 60 clients.
 */
export interface Frequencies {
  readonly monthly: {
    readonly seatChange: number
    readonly newSubscription: number
    readonly cancellation: number
    readonly resurrection: number
    readonly trial: number
    readonly priceRise: number
    /** Of the clients that have a held price. */
    readonly heldBelowCost: number
    readonly productSwap: number
    readonly migration: number
    readonly secondCommitment: number
    readonly oneTimeFee: number
    readonly missedCharge: number
    readonly forgottenLine: number
    readonly unmappedProduct: number
    readonly quantityJump: number
  }
  readonly initial: {
    readonly manualLine: number
    readonly projectWork: number
    readonly usage: number
    readonly fixedBundle: number
    readonly takesRest: number
    readonly override: number
    /** Of lines. */
    readonly heldPrice: number
    /** Of lines whose product can be bought by the year. */
    readonly annualBilling: number
    readonly childPartner: number
    readonly foreignCurrency: number
    readonly currencyMismatch: number
    readonly ledgerCustomerMissing: number
    readonly unmappedCompany: number
    readonly omittedQuantity: number
    readonly omittedCost: number
    readonly pending: number
    readonly zeroCost: number
  }
  readonly invoice: {
    readonly rename: number
    readonly rebate: number
    readonly serviceCharge: number
    readonly credited: number
  }
}

export interface MspOptions {
  readonly seed: number | string
  /** Clients with a contract, Bear Creek Winery among them. */
  readonly clients: number
  readonly months: number
  /** `2026-09` */
  readonly firstMonth?: string
  /** Billing lines of an ordinary client, manual ones included. */
  readonly linesPerClient?: number
  /** True: seats come and go, and nothing else happens. */
  readonly quiet?: boolean
  readonly frequencies?: {
    readonly monthly?: Partial<Frequencies['monthly']>
    readonly initial?: Partial<Frequencies['initial']>
    readonly invoice?: Partial<Frequencies['invoice']>
  }
  /** What the distributor adds as sales tax, in thousandths of the cost. */
  readonly salesTaxPermille?: number
}

export interface MspSettings {
  readonly seed: string
  readonly clients: number
  readonly months: readonly string[]
  readonly linesPerClient: number
  readonly quiet: boolean
  readonly frequencies: Frequencies
  readonly salesTaxPermille: number
}

/** @throws {InvalidInput} for sizes that no MSP can have. */
export function settingsFrom(options: MspOptions): MspSettings {
  const { clients, months, firstMonth = '2026-09', linesPerClient = 8, quiet = false, salesTaxPermille = 0 } = options
  requireInteger('clients', clients, 1, 20_000)
  requireInteger('months', months, 1, 36)
  requireInteger('linesPerClient', linesPerClient, 2, mostLines)
  requireInteger('salesTaxPermille', salesTaxPermille, 0, 500)
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(firstMonth)) {
    throw new InvalidInput(`firstMonth must be a month such as 2026-09; "${firstMonth.slice(0, 20)}" is not.`)
  }
  return {
    seed: String(options.seed),
    clients,
    months: Array.from({ length: months }, (_, index) => addMonths(firstMonth, index)),
    linesPerClient,
    quiet,
    frequencies: frequenciesFrom(options),
    salesTaxPermille,
  }
}

/** As many as there are different products on the MSP's price list, so that a client holds each once. */
export const mostLines = 18

const usualFrequencies: Frequencies = {
  monthly: {
    ...{ seatChange: 0.9, newSubscription: 0.05, cancellation: 0.035, resurrection: 0.015, trial: 0.02 },
    ...{ priceRise: 0.05, heldBelowCost: 0.06, productSwap: 0.02, migration: 0.015, secondCommitment: 0.02 },
    ...{ oneTimeFee: 0.04, missedCharge: 0.025, forgottenLine: 0.035, unmappedProduct: 0.015, quantityJump: 0.015 },
  },
  initial: {
    ...{ manualLine: 0.5, projectWork: 0.1, usage: 0.15, fixedBundle: 0.05, takesRest: 0.1, override: 0.06 },
    ...{ heldPrice: 0.05, annualBilling: 0.15, childPartner: 0.06, foreignCurrency: 0.03, currencyMismatch: 0.012 },
    ...{ ledgerCustomerMissing: 0.012, unmappedCompany: 0.017, omittedQuantity: 0.015, omittedCost: 0.015 },
    ...{ pending: 0.03, zeroCost: 0.04 },
  },
  invoice: { rename: 0.6, rebate: 0.6, serviceCharge: 0.8, credited: 0.4 },
}

const quietFrequencies: Frequencies = {
  monthly: {
    ...{ seatChange: 0.9, newSubscription: 0, cancellation: 0, resurrection: 0, trial: 0 },
    ...{ priceRise: 0, heldBelowCost: 0, productSwap: 0, migration: 0, secondCommitment: 0 },
    ...{ oneTimeFee: 0, missedCharge: 0, forgottenLine: 0, unmappedProduct: 0, quantityJump: 0 },
  },
  initial: {
    ...usualFrequencies.initial,
    ...{ childPartner: 0, foreignCurrency: 0, currencyMismatch: 0, ledgerCustomerMissing: 0, unmappedCompany: 0 },
    ...{ omittedQuantity: 0, omittedCost: 0, pending: 0, zeroCost: 0 },
  },
  invoice: { rename: 0, rebate: 0, serviceCharge: 0, credited: 0 },
}

function frequenciesFrom({ quiet = false, frequencies }: MspOptions): Frequencies {
  const base = quiet ? quietFrequencies : usualFrequencies
  return {
    monthly: { ...base.monthly, ...frequencies?.monthly },
    initial: { ...base.initial, ...frequencies?.initial },
    invoice: { ...base.invoice, ...frequencies?.invoice },
  }
}

function requireInteger(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw new InvalidInput(`${name} must be a whole number from ${least} to ${most}; ${value} is not.`)
}

import type { QboCompany } from '../quickbooks-online/company.ts'
import type { SimulatedMsp } from './types.ts'

/** What the ledger calls the clients and the items. */
export interface LedgerIds {
  /** By client; a client that the ledger does not know is missing. */
  readonly customers: ReadonlyMap<string, string>
  /** By catalog item. */
  readonly items: ReadonlyMap<string, string>
}

/**
 * Enters the MSP's customers, each in its currency, and its items into an emulated QuickBooks company, and answers the
 * ids they were given.
 * @throws {VendorFault} when a name is taken already: set up a company once.
 */
export function setUpLedger(
  msp: SimulatedMsp,
  company: Pick<QboCompany, 'addCustomer' | 'addItem' | 'setPreferences'>,
): LedgerIds {
  company.setPreferences({ multiCurrency: true, customTransactionNumbers: true })
  const emails = new Map(msp.companies.map(({ companyId, billingEmail }) => [companyId, billingEmail]))
  const customers = new Map<string, string>()
  for (const { clientId, companyId, ledgerCustomer } of msp.contracts.clients) {
    if (ledgerCustomer === undefined) continue
    const { displayName, currency } = ledgerCustomer
    const email = emails.get(companyId)
    const customer = {
      ...{ DisplayName: displayName, CompanyName: displayName, CurrencyRef: { value: currency } },
      ...(email === undefined ? {} : { PrimaryEmailAddr: { Address: email } }),
    }
    customers.set(clientId, company.addCustomer(customer))
  }
  const items = new Map(msp.contracts.items.map(({ itemId, name }) => [itemId, company.addItem({ Name: name })]))
  return { customers, items }
}

import type { z } from 'zod'
import type { Clock } from '../../support/clock.ts'
import type { LedgerAccount, LedgerCustomer, LedgerFacts, LedgerItem, LedgerTerm } from '../gateway.ts'
import type { JsonLedger } from '../http/json-ledger.ts'
import { termIdOf, type XeroTerm } from './due-date.ts'
import type { XeroSettings } from './settings.ts'
import {
  wireAccounts,
  wireContacts,
  wireCurrencies,
  wireItems,
  wireOrganisations,
  wireTaxRates,
  wireTerms,
  type WireContact,
  type WireOrganisation,
} from './wire.ts'

const pageSize = 500

/**
 * What the dry run must know of an organisation: six lists, of which that of the contacts has pages. Archived contacts
 * are read too: a link to one is a problem to show, not a record that is missing.
 */
export async function readFacts(
  ledger: JsonLedger,
  { settings, clock }: { readonly settings: XeroSettings; readonly clock: Clock },
  signal: AbortSignal,
): Promise<LedgerFacts> {
  const organisation = (await readOrganisation(ledger, signal)).organisation
  const contacts = await readContacts(ledger, signal)
  const { Items } = await readList(ledger, '/Items', wireItems, signal)
  const { Accounts } = await readList(ledger, '/Accounts', wireAccounts, signal)
  const { TaxRates } = await readList(ledger, '/TaxRates', wireTaxRates, signal)
  const { Currencies } = await readList(ledger, '/Currencies', wireCurrencies, signal)
  const currencies = Currencies.map(({ Code }) => Code)
  const houseTerm = termOf(wireTerms.safeParse(organisation.PaymentTerms ?? {}).data)
  const customers = contacts.map((contact) => ledgerCustomer(contact, houseTerm))
  return {
    readAt: clock.now().toISOString(),
    companyName: organisation.Name,
    country: organisation.CountryCode ?? 'unknown',
    homeCurrency: organisation.BaseCurrency,
    multicurrency: currencies.length > 1,
    closedThrough: lockedThrough(organisation),
    acceptsOurNumbers: true,
    salesTax: organisation.PaysTax === false ? 'none' : 'ledger-computes',
    customers,
    items: Items.map(ledgerItem),
    accounts: Accounts.flatMap(ledgerAccount),
    taxCodes: TaxRates.flatMap(({ TaxType, Name, Status, CanApplyToRevenue, EffectiveRate }) =>
      TaxType === undefined || CanApplyToRevenue === false
        ? []
        : [
            {
              taxCodeId: TaxType,
              name: Name,
              active: Status !== 'DELETED' && Status !== 'ARCHIVED',
              percent: EffectiveRate,
            },
          ],
    ),
    terms: termsOf(customers),
    currencies,
    adapterFacts: { documentStatus: settings.documentStatus },
  }
}

export async function readOrganisation(
  ledger: JsonLedger,
  signal: AbortSignal,
): Promise<{ readonly organisation: WireOrganisation; readonly answeredAt: Date | undefined }> {
  const request = { method: 'GET', path: '/Organisation' } as const
  const { data, answeredAt } = await ledger.read(request, wireOrganisations, 'the organisation', signal)
  const [organisation] = data.Organisations
  if (organisation === undefined) throw new RangeError('The schema lets exactly one organisation pass.')
  return { organisation, answeredAt }
}

/** The later of the two lock dates: an adviser could pass the first, and posting must not rely on that. */
export function lockedThrough({ PeriodLockDate, EndOfYearLockDate }: WireOrganisation): string | undefined {
  return [PeriodLockDate, EndOfYearLockDate]
    .filter((day) => day !== undefined)
    .sort()
    .at(-1)
}

async function readContacts(ledger: JsonLedger, signal: AbortSignal): Promise<readonly WireContact[]> {
  const contacts = new Map<string, WireContact>()
  for (let page = 1; ; page += 1) {
    const parameters = { page: String(page), pageSize: String(pageSize), includeArchived: 'true' }
    const request = { method: 'GET', path: '/Contacts', parameters } as const
    const { data } = await ledger.read(request, wireContacts, 'the list of contacts', signal)
    const before = contacts.size
    for (const contact of data.Contacts) contacts.set(contact.ContactID, contact)
    // A page that adds nothing ends the list even where pages are larger or smaller than asked for.
    if (data.Contacts.length === 0 || contacts.size === before || data.Contacts.length < pageSize) {
      return [...contacts.values()]
    }
  }
}

async function readList<S extends z.ZodType>(
  ledger: JsonLedger,
  path: string,
  schema: S,
  signal: AbortSignal,
): Promise<z.output<S>> {
  const { data } = await ledger.read({ method: 'GET', path }, schema, `the list ${path.slice(1)}`, signal)
  return data
}

function ledgerCustomer(contact: WireContact, houseTerm: XeroTerm | undefined): LedgerCustomer {
  const { ContactID, Name, ContactStatus, EmailAddress, PaymentTerms } = contact
  const term = termOf(PaymentTerms) ?? houseTerm
  return {
    customerId: ContactID,
    name: Name,
    active: (ContactStatus ?? 'ACTIVE') === 'ACTIVE',
    // Only a default: a contact can be billed in any currency of the organisation, so it binds nobody.
    currency: undefined,
    email: EmailAddress === '' ? undefined : EmailAddress,
    ...(term === undefined ? {} : { termId: termIdOf(term) }),
  }
}

function termOf(terms: z.output<typeof wireTerms> | undefined): XeroTerm | undefined {
  const { Day, Type } = terms?.Sales ?? {}
  return Day === undefined || Type === undefined ? undefined : { kind: Type, day: Number(Day) }
}

function termsOf(customers: readonly LedgerCustomer[]): readonly LedgerTerm[] {
  const ids = new Set(customers.flatMap(({ termId }) => (termId === undefined ? [] : [termId])))
  return [...ids].sort().map((termId) => {
    const days = /^DAYSAFTERBILLDATE (\d+)$/.exec(termId)?.[1]
    return { termId, name: termId, active: true, dueDays: days === undefined ? undefined : Number(days) }
  })
}

/** Lines name an item by its code, so the code is its id here. */
function ledgerItem({ Code, Name, IsSold, SalesDetails }: z.output<typeof wireItems>['Items'][number]): LedgerItem {
  const { AccountCode, TaxType } = SalesDetails ?? {}
  return {
    ledgerItemId: Code,
    name: Name ?? Code,
    active: IsSold !== false,
    kind: 'Item',
    ...(AccountCode === undefined ? {} : { accountId: AccountCode }),
    ...(TaxType === undefined ? {} : { taxCodeId: TaxType }),
  }
}

/** Income can be booked to an account with a code; bank accounts and such have none. */
function ledgerAccount({
  Code,
  Name,
  Status,
  Class,
  TaxType,
}: z.output<typeof wireAccounts>['Accounts'][number]): LedgerAccount[] {
  if (Code === undefined || Class !== 'REVENUE') return []
  const active = (Status ?? 'ACTIVE') === 'ACTIVE'
  return [{ accountId: Code, name: Name, active, ...(TaxType === undefined ? {} : { taxCodeId: TaxType }) }]
}

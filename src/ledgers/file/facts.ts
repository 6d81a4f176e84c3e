import { messageOf } from '../../support/failure.ts'
import { LedgerUnavailable } from '../errors.ts'
import type { LedgerCustomer, LedgerFacts, LedgerItem } from '../gateway.ts'
import { readCustomers, readItems } from './lists.ts'
import type { FileLedger } from './post.ts'
import { fileChoicesSchema } from './settings.ts'

/** The lists as they are in their files now, and what decides the bytes. A list that was not given takes any name. */
export async function readFacts(ledger: FileLedger): Promise<LedgerFacts> {
  const { settings, clock } = ledger
  const customers = await readList<LedgerCustomer>(ledger, settings.customersFile, 'customers', readCustomers)
  const items = await readList<LedgerItem>(ledger, settings.itemsFile, 'items', readItems)
  return {
    readAt: clock.now().toISOString(),
    companyName: settings.seller.name,
    country: settings.seller.countryCode ?? 'unknown',
    homeCurrency: settings.homeCurrency,
    multicurrency: true,
    closedThrough: undefined,
    acceptsOurNumbers: true,
    salesTax: 'none',
    customers: customers ?? [],
    items: items ?? [],
    takesAnyCustomer: customers === undefined,
    takesAnyItem: items === undefined,
    adapterFacts: fileChoicesSchema.parse(settings),
  }
}

async function readList<T>(
  { folder }: FileLedger,
  path: string | undefined,
  what: string,
  read: (source: string, file: string) => readonly T[],
): Promise<readonly T[] | undefined> {
  if (path === undefined) return undefined
  try {
    const bytes = await folder.files.read(path)
    if (bytes === undefined) throw new Error('there is no such file')
    return read(Buffer.from(bytes).toString('utf8'), path)
  } catch (cause) {
    const message = `The list of ${what} in ${path} could not be read: ${messageOf(cause)}. Put the file right and sync again.`
    throw new LedgerUnavailable(message, { cause })
  }
}

import { createDistributorInvoices } from './bill/distributor-invoices.ts'
import { addDays, dayIn, monthSpan } from './calendar.ts'
import { createContract } from './contracts/client-contract.ts'
import { createItems } from './contracts/items.ts'
import type { Contracts } from './contracts/types.ts'
import { createCompanies, type Companies } from './life/companies.ts'
import { startClient, startWithoutContract } from './life/first-day.ts'
import { noteFirstDay } from './life/oddities.ts'
import { playMonth } from './life/play-month.ts'
import type { ClientInPlay, SubscriptionInPlay, World } from './life/world.ts'
import { createProducts, type ProductList } from './products.ts'
import { createRandom } from './random.ts'
import { settingsFrom, type MspOptions, type MspSettings } from './settings.ts'
import type { Happening, ProductRename, SimulatedInvoice, SimulatedMsp, SimulatedSubscription } from './types.ts'

/**
 * Plays the months of an MSP: the same options give the same bytes, on any machine. What comes out is plain data, the
 * whole truth included; {@link playUntil} tells the emulated distributor as much of it as a day allows.
 * @throws {InvalidInput} for sizes that no MSP can have.
 */
export function generateMsp(options: MspOptions): SimulatedMsp {
  const settings = settingsFrom(options)
  const products = createProducts(settings.seed)
  const companies = createCompanies(settings)
  const world = createWorld(settings, products, companies)
  const others = startAll(world, companies)
  for (const month of settings.months) playMonth(world, monthSpan(month))
  const renames = renameProducts(world)
  const subscriptions = world.subscriptions.map(frozen)
  const everyone = [...companies.clients, companies.internal, ...companies.unmapped]
  const { partners } = companies
  const { oneTimeFees, happenings } = world
  const bill = { settings, products, partners, companies: everyone, subscriptions, oneTimeFees }
  const { invoices, usage } = createDistributorInvoices(bill)
  noteInvoices(happenings, invoices)
  return {
    ...{ settings, months: settings.months, partners, companies: everyone, products: products.all, renames },
    ...{ subscriptions, usage, oneTimeFees, distributorInvoices: invoices },
    contracts: contractsOf(world, products, others),
    happenings: happenings.sort((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day))),
  }
}

function createWorld(settings: MspSettings, products: ProductList, companies: Companies): World {
  const clients = companies.clients.map((company, index): ClientInPlay => {
    const contract = createContract(settings, products, company, index)
    return { index, company, contract, holdings: [] }
  })
  return { settings, products, clients, subscriptions: [], oneTimeFees: [], happenings: [] }
}

/** Fills the first day, and returns the companies that have no contract. */
function startAll(world: World, companies: Companies): { readonly internal: ClientInPlay } {
  for (const client of world.clients) startClient(world, client)
  const withoutContract = (company: Companies['internal'], index: number): ClientInPlay => {
    return { index: world.clients.length + index, company, contract: undefined, holdings: [] }
  }
  const internal = withoutContract(companies.internal, 0)
  startWithoutContract(world, internal, 4)
  noteFirstDay(world, internal, 'internal-use', undefined, 'is the MSP itself and is not invoiced')
  companies.unmapped.forEach((company, index) => {
    const unmapped = withoutContract(company, index + 1)
    startWithoutContract(world, unmapped, 3)
    noteFirstDay(
      world,
      unmapped,
      'unmapped-client',
      undefined,
      'holds subscriptions, and nobody has a contract with it',
    )
  })
  return { internal }
}

/** The distributor's names are no keys: they change. */
function renameProducts({ settings, products, happenings }: World): ProductRename[] {
  return settings.months.flatMap((month) => {
    const random = createRandom(settings.seed, 'rename', month)
    if (!random.chance(settings.frequencies.invoice.rename)) return []
    const { productId, name } = random.pick(products.seats)
    const day = dayIn(month, random.between(2, 27))
    const newName = renamed(name, month)
    const effect = `${name} is now called ${newName}`
    const nobody = { companyId: undefined, subscriptionId: undefined }
    happenings.push({ kind: 'product-rename', day, exception: true, ...nobody, productId, effect })
    return [{ productId, at: `${day}T06:00:00.000Z`, name: newName }]
  })
}

function renamed(name: string, month: string): string {
  const [plain = name] = name.split(' [New Commerce Experience]')
  return plain === name ? `${name} (${month.slice(0, 4)} edition)` : `${plain} [NCE]`
}

function frozen({ first, events, missedMonths }: SubscriptionInPlay): SimulatedSubscription {
  return { ...first, missedMonths, events: events.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))) }
}

function contractsOf(world: World, products: ProductList, others: { readonly internal: ClientInPlay }): Contracts {
  return {
    house: { currency: 'USD', quantityBasis: 'whole-at-end', price: { policy: 'markup', markupPercent: 20 } },
    items: createItems(products),
    clients: world.clients.flatMap(({ contract }) => (contract === undefined ? [] : [contract])),
    ignoredCompanies: [{ companyId: others.internal.company.companyId, reason: 'internal use' }],
  }
}

function noteInvoices(happenings: Happening[], invoices: readonly SimulatedInvoice[]): void {
  const nobody = { companyId: undefined, subscriptionId: undefined, productId: undefined, exception: true }
  for (const invoice of invoices) {
    if (invoice.creditedAt !== undefined) {
      const effect = `the invoice for ${invoice.month} is credited, and another takes its place`
      happenings.push({ kind: 'credited-invoice', day: invoice.creditedAt.slice(0, 10), ...nobody, effect })
      continue
    }
    for (const { type, description, until } of invoice.charges) {
      if (type !== 'rebate' && type !== 'service-charge') continue
      happenings.push({ kind: type, day: addDays(until, -1), ...nobody, effect: description })
    }
  }
}

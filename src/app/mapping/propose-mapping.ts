import { isMap, isSeq, parseDocument, type Document, type YAMLMap } from 'yaml'
import { readBillingConfig } from '../../config/read-billing-config.ts'
import { uniqueSlug } from '../../config/slug.ts'
import { entryOf } from '../../config/yaml-entries.ts'
import { mapProducts } from '../../billing/product-mapping.ts'
import { InvalidInput } from '../../support/failure.ts'
import type { LoadedMapping } from './load-mapping-evidence.ts'
import type { CompanyAct, MappingChoice, ProductTerms } from './mapping-gap.ts'

/**
 * The newest config's text with some mappings made: to look at, to see in money, and to apply as any other config. The
 * rest of the text, comments included, stays. Clients get a synced line for what they hold and are not billed for.
 * @throws {InvalidInput} for a client or item that the config does not have.
 * @throws {InvalidConfig} when the result would be no config.
 */
export function proposeMapping(mapping: LoadedMapping, choices: readonly MappingChoice[]): string {
  const document = parseDocument(mapping.yaml, { schema: 'failsafe' })
  for (const choice of choices) take(document, mapping, choice)
  return addLines(document.toString({ lineWidth: 120 }), mapping, choices)
}

function take(document: Document, { config }: LoadedMapping, choice: MappingChoice): void {
  switch (choice.kind) {
    case 'client':
      takeCompany(document, config.clients, choice)
      return
    case 'product': {
      const { act } = choice
      if (act.to === 'ignore') append(document, ['ignore', 'products'], { ...matchOf(choice), reason: act.reason })
      else if (act.to === 'item') appendTo(document, requireItem(document, act.item), 'covers', matchOf(choice))
      else {
        const taken = new Set(config.items.map(({ itemId }) => itemId))
        const item = uniqueSlug(act.name, taken)
        append(document, ['catalog'], { item, name: act.name.slice(0, 100), covers: [matchOf(choice)] })
      }
      return
    }
    case 'ledger-customer':
      requireClient(document, choice.client).setIn(['ledger', 'customer'], choice.customer)
      return
    case 'ledger-item': {
      const item = requireItem(document, choice.item)
      if (!isMap(item.get('ledgerItems'))) item.set('ledgerItems', document.createNode({}))
      item.setIn(['ledgerItems', choice.ledger], choice.ledgerItem)
    }
  }
}

function takeCompany(
  document: Document,
  clients: LoadedMapping['config']['clients'],
  { source, company, act }: { readonly source: string; readonly company: string; readonly act: CompanyAct },
): void {
  if (act.to === 'ignore') append(document, ['ignore', 'companies'], { source, company, reason: act.reason })
  else if (act.to === 'client') {
    appendTo(document, requireClient(document, act.client), 'companies', { source, company })
  } else {
    const client = uniqueSlug(act.name, new Set(clients.map(({ clientId }) => clientId)))
    const ledger = { connection: act.ledger, ...(act.customer === undefined ? {} : { customer: act.customer }) }
    append(document, ['clients'], { client, name: act.name, companies: [{ source, company }], ledger, lines: [] })
  }
}

/** A line for each item that a client's companies hold and no line of it bills, where a choice has to do with it. */
function addLines(text: string, { held }: LoadedMapping, choices: readonly MappingChoice[]): string {
  const config = readBillingConfig(text, 'config', 0)
  const products = mapProducts(config)
  const document = parseDocument(text, { schema: 'failsafe' })
  for (const client of config.clients) {
    const companies = new Set(client.companies.map(({ connectionId, companyId }) => `${connectionId}\n${companyId}`))
    const own = held.filter(({ connectionId, companyId }) => companies.has(`${connectionId}\n${companyId}`))
    const concerned = own.filter(({ connectionId, companyId, productId, commitmentTerm, rawBillingTerm }) =>
      choices.some(
        (choice) =>
          (choice.kind === 'client' && choice.source === connectionId && choice.company === companyId) ||
          (choice.kind === 'product' &&
            choice.source === connectionId &&
            choice.product === productId &&
            choice.commitmentTerm === (commitmentTerm ?? 'none') &&
            choice.billingTerm === rawBillingTerm.toLowerCase()),
      ),
    )
    const billed = new Set(client.lines.map(({ itemId }) => itemId))
    const bundled = new Set(client.lines.flatMap((line) => (line.model === 'fixed' ? line.componentItemIds : [])))
    const takesAll = client.lines.some((line) => line.model === 'pass-through' && line.takesRest)
    const items = new Set(
      concerned.flatMap((row) => products.itemsFor(client, { ...row, billingTerm: row.rawBillingTerm.toLowerCase() })),
    )
    const lineIds = new Set(client.lines.map(({ lineId }) => lineId))
    for (const item of [...items].filter((one) => !billed.has(one) && !bundled.has(one) && !takesAll)) {
      const line = { line: uniqueSlug(item, lineIds), item, syncsQuantity: 'true' }
      appendTo(document, requireClient(document, client.clientId), 'lines', line)
    }
  }
  const proposed = document.toString({ lineWidth: 120 })
  readBillingConfig(proposed, 'config', 0)
  return proposed
}

function matchOf({ source, product, commitmentTerm, billingTerm }: ProductTerms): Readonly<Record<string, string>> {
  return { source, product, commitmentTerm, ...(billingTerm === '' ? {} : { billingTerm }) }
}

function requireClient(document: Document, client: string): YAMLMap {
  return required(entryOf(document.get('clients'), 'client', client), `client "${client}"`)
}

function requireItem(document: Document, item: string): YAMLMap {
  return required(entryOf(document.get('catalog'), 'item', item), `catalog item "${item}"`)
}

function required(map: YAMLMap | undefined, what: string): YAMLMap {
  if (map !== undefined) return map
  throw new InvalidInput(`The newest config has no ${what}; somebody may have taken it out. Read the inbox again.`)
}

function appendTo(document: Document, map: YAMLMap, key: string, value: object): void {
  if (isSeq(map.get(key))) map.addIn([key], document.createNode(value))
  else map.set(key, document.createNode([value]))
}

function append(document: Document, path: readonly string[], value: object): void {
  if (isSeq(document.getIn(path))) document.addIn(path, document.createNode(value))
  else document.setIn(path, document.createNode([value]))
}

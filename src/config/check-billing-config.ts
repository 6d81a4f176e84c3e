import type { BillingConfigText, BillingLineText, ProductMatchText } from './billing-config-schema.ts'
import { checkPrices } from './check-prices.ts'
import { checkQuantities } from './check-quantities.ts'
import { checkTrueUps } from './true-up-schema.ts'

export interface ReferenceProblem {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** What a schema cannot see: names used twice, names that name nothing, two lines that claim the same supply. */
export function checkBillingConfig(config: BillingConfigText): ReferenceProblem[] {
  return [
    ...checkPrices(config),
    ...checkQuantities(config),
    ...checkTrueUps(config),
    ...repeated(config.catalog, (item) => item.item, ['catalog'], 'item'),
    ...repeated(config.clients, (client) => client.client, ['clients'], 'client'),
    ...repeatedCoverage(config),
    ...repeatedCompanies(config),
    ...config.clients.flatMap((client, index) => clientProblems(config, client, ['clients', index])),
  ]
}

type ClientText = BillingConfigText['clients'][number]

function clientProblems(
  config: BillingConfigText,
  client: ClientText,
  path: readonly PropertyKey[],
): ReferenceProblem[] {
  const items = new Set(config.catalog.map((item) => item.item))
  const lineProblems = client.lines.flatMap((line, index) => unknownItems(line, items, [...path, 'lines', index]))
  const overrideProblems = client.overrides.flatMap(({ item }, index) =>
    items.has(item) ? [] : [unknownItem(item, [...path, 'overrides', index, 'item'])],
  )
  return [
    ...repeated(client.lines, (line) => line.line, [...path, 'lines'], 'line'),
    ...repeatedMatches(client.overrides, [...path, 'overrides']),
    ...lineProblems,
    ...overrideProblems,
    ...doubleClaims(client, path),
    ...severalRests(client, path),
  ]
}

function unknownItems(
  line: BillingLineText,
  items: ReadonlySet<string>,
  path: readonly PropertyKey[],
): ReferenceProblem[] {
  const own = items.has(line.item) ? [] : [unknownItem(line.item, [...path, 'item'])]
  if (!('components' in line)) return own
  const parts = line.components.flatMap((component, index) =>
    items.has(componentItem(component)) ? [] : [unknownItem(componentItem(component), [...path, 'components', index])],
  )
  return [...own, ...parts]
}

function unknownItem(item: string, path: readonly PropertyKey[]): ReferenceProblem {
  return { path, message: `names the catalog item "${item}", which the catalog does not have` }
}

/** A subscription belongs to one line only, so an item may be claimed by one synced line of a client at a time. */
function doubleClaims(client: ClientText, path: readonly PropertyKey[]): ReferenceProblem[] {
  const problems: ReferenceProblem[] = []
  const claims: { item: string; line: BillingLineText }[] = []
  for (const [index, line] of client.lines.entries()) {
    for (const item of claimedItems(line)) {
      const other = claims.find((claim) => claim.item === item && sameDays(claim.line, line))
      if (other !== undefined) {
        const message = `claims the subscriptions of "${item}", which line "${other.line.line}" claims already; take it out of one of them`
        problems.push({ path: [...path, 'lines', index], message })
      }
      claims.push({ item, line })
    }
  }
  return problems
}

function claimedItems(line: BillingLineText): readonly string[] {
  if ('quantity' in line) return []
  return line.model === 'fixed' ? line.components.map(componentItem) : [line.item]
}

/** The catalog item of a bundle's component, whichever way it is written. */
export function componentItem(component: string | { readonly item: string }): string {
  return typeof component === 'string' ? component : component.item
}

function sameDays(a: BillingLineText, b: BillingLineText): boolean {
  const startsBeforeEnd = (from: string | undefined, until: string | undefined): boolean =>
    from === undefined || until === undefined || from < until
  return startsBeforeEnd(a.from, b.until) && startsBeforeEnd(b.from, a.until)
}

function severalRests(client: ClientText, path: readonly PropertyKey[]): ReferenceProblem[] {
  const rests = [...client.lines.entries()].filter(([, line]) => 'takesRest' in line && line.takesRest)
  return rests.slice(1).map(([index]) => ({
    path: [...path, 'lines', index, 'takesRest'],
    message: 'is true on another line of this client too; only one line can take the rest',
  }))
}

function repeatedCoverage(config: BillingConfigText): ReferenceProblem[] {
  const matches = config.catalog.flatMap((item, itemIndex) =>
    item.covers.map((match, index) => ({ match, path: ['catalog', itemIndex, 'covers', index], owner: item.item })),
  )
  const seen = new Map<string, string>()
  return matches.flatMap(({ match, path, owner }) => {
    const other = seen.get(matchKey(match))
    seen.set(matchKey(match), owner)
    if (other === undefined) return []
    return [{ path, message: `covers a product with terms that item "${other}" covers already` }]
  })
}

function repeatedMatches(matches: readonly ProductMatchText[], path: readonly PropertyKey[]): ReferenceProblem[] {
  return repeated(matches, matchKey, path, undefined)
}

function matchKey(match: ProductMatchText): string {
  const terms = [match.commitmentTerm?.toLowerCase() ?? '*', match.billingTerm?.toLowerCase() ?? '*']
  return JSON.stringify([match.source, match.product, ...terms])
}

function repeatedCompanies(config: BillingConfigText): ReferenceProblem[] {
  const owners = new Map<string, string>()
  const problems: ReferenceProblem[] = []
  const claim = (source: string, company: string, owner: string, path: readonly PropertyKey[]): void => {
    const key = JSON.stringify([source, company])
    const other = owners.get(key)
    if (other !== undefined) problems.push({ path, message: `is ${other} already; a company belongs to one client` })
    owners.set(key, owner)
  }
  for (const [clientIndex, client] of config.clients.entries()) {
    for (const [index, { source, company }] of client.companies.entries()) {
      claim(source, company, `client "${client.client}"`, ['clients', clientIndex, 'companies', index])
    }
  }
  for (const [index, { source, company }] of config.ignore.companies.entries()) {
    claim(source, company, 'an ignored company', ['ignore', 'companies', index])
  }
  return problems
}

function repeated<T>(
  list: readonly T[],
  keyOf: (value: T) => string,
  path: readonly PropertyKey[],
  keyName: string | undefined,
): ReferenceProblem[] {
  const seen = new Map<string, number>()
  return list.flatMap((value, index) => {
    const first = seen.get(keyOf(value))
    if (first === undefined) {
      seen.set(keyOf(value), index)
      return []
    }
    const at = keyName === undefined ? [...path, index] : [...path, index, keyName]
    return [{ path: at, message: `stands in the list twice (first as number ${String(first + 1)})` }]
  })
}

import { checkBillingConfig, type ReferenceProblem } from '../../config/check-billing-config.ts'
import type { BillingConfig } from '../../domain/billing-config.ts'
import { scenarioDefaults, type ScenarioDefaults } from './scenario-defaults.ts'
import type { ScenarioText, SubscriptionText } from './scenario-schema.ts'

type Path = readonly PropertyKey[]

/** What the schema cannot see in the config part. */
export function checkConfigPart({ config }: ScenarioText): ReferenceProblem[] {
  return checkBillingConfig(config).map(({ path, message }) => ({ path: ['config', ...path], message }))
}

/** What the schema cannot see beside the config: names that name nothing, days in the wrong order. */
export function checkScenario(text: ScenarioText, config: BillingConfig): ReferenceProblem[] {
  const defaults = scenarioDefaults(config)
  return [
    ...periodProblems(text),
    ...text.subscriptions.flatMap((one, index) => subscriptionProblems(one, defaults, ['subscriptions', index])),
    ...text.charges.flatMap((charge, index) => {
      const path = ['charges', index]
      const { from, until } = charge
      return [
        ...missing(charge.source ?? defaults.connectionId, 'source', path),
        ...missing(charge.company ?? defaults.companyId, 'company', path),
        ...((from === undefined) === (until === undefined) ? [] : [{ path, message: 'needs both from and until' }]),
        ...order(from, until, [...path, 'until']),
      ]
    }),
    ...repeatedIds(text),
    ...unknownClients(text, config, defaults),
  ]
}

function periodProblems({ month, period }: ScenarioText): ReferenceProblem[] {
  if ((month === undefined) === (period === undefined)) {
    return [{ path: [], message: 'needs either month or period' }]
  }
  return order(period?.from, period?.until, ['period', 'until'])
}

function order(from: string | undefined, until: string | undefined, path: Path): ReferenceProblem[] {
  if (from === undefined || until === undefined || from < until) return []
  return [{ path, message: `must come after ${from}` }]
}

function missing(value: string | undefined, key: string, path: Path): ReferenceProblem[] {
  if (value !== undefined) return []
  return [{ path, message: `needs ${key}: the config does not name exactly one` }]
}

function subscriptionProblems(one: SubscriptionText, defaults: ScenarioDefaults, path: Path): ReferenceProblem[] {
  const problems = [
    ...missing(one.source ?? defaults.connectionId, 'source', path),
    ...missing(one.company ?? defaults.companyId, 'company', path),
    ...missing(one.product ?? defaults.productId, 'product', path),
  ]
  let last = ''
  for (const [index, { from, notBefore, notAfter, quantity }] of one.changes.entries()) {
    const at = [...path, 'changes', index]
    if (from < last) {
      problems.push({ path: [...at, 'from'], message: `must not come before ${last}, the change before it` })
    }
    last = from
    if (quantity?.startsWith('+') === true) {
      const message = 'is the quantity that holds from this day on, not what is added to it: write it without +'
      problems.push({ path: [...at, 'quantity'], message })
    }
    if (index === 0 && quantity === undefined) {
      problems.push({ path: at, message: 'needs quantity, as the first change; `unknown` is one' })
    }
    if ((notBefore === undefined) !== (notAfter === undefined)) {
      problems.push({ path: at, message: 'needs both notBefore and notAfter, or neither' })
    }
  }
  return problems
}

function repeatedIds({ subscriptions, charges }: ScenarioText): ReferenceProblem[] {
  const seen = new Set<string>()
  const repeats = (name: string, path: Path): ReferenceProblem[] => {
    const isNew = !seen.has(name)
    seen.add(name)
    return isNew ? [] : [{ path, message: 'stands in the list twice' }]
  }
  return [
    ...subscriptions.flatMap(({ source, subscription }, index) =>
      repeats(`subscription ${source ?? ''} ${subscription}`, ['subscriptions', index, 'subscription']),
    ),
    ...charges.flatMap(({ source, invoice, charge }, index) =>
      repeats(`charge ${source ?? ''} ${invoice} ${charge}`, ['charges', index, 'charge']),
    ),
  ]
}

function unknownClients(text: ScenarioText, config: BillingConfig, defaults: ScenarioDefaults): ReferenceProblem[] {
  const known = new Set(config.clients.map(({ clientId }) => clientId))
  const check = (client: string | undefined, path: Path): ReferenceProblem[] => {
    if (client === undefined) return missing(defaults.clientId, 'client', path)
    return known.has(client) ? [] : [{ path: [...path, 'client'], message: `names "${client}", which is no client` }]
  }
  return [
    ...(text.expect?.clients ?? []).flatMap(({ client }, index) => check(client, ['expect', 'clients', index])),
    ...text.billed.flatMap((billed, index) =>
      'asOf' in billed && billed.client === undefined ? [] : check(billed.client, ['billed', index]),
    ),
    ...billedLineProblems(text, config, defaults),
  ]
}

/** An earlier invoice's lines are lines of the client, so that what was and what is can be told to be the same. */
function billedLineProblems(text: ScenarioText, config: BillingConfig, defaults: ScenarioDefaults): ReferenceProblem[] {
  return text.billed.flatMap((billed, index) => {
    if ('asOf' in billed) return []
    const client = config.clients.find(({ clientId }) => clientId === (billed.client ?? defaults.clientId))
    const lines = new Set(client?.lines.map(({ lineId }) => lineId))
    return billed.lines.flatMap(({ line, from, until }, row) => {
      const path = ['billed', index, 'lines', row]
      const unknown = lines.has(line)
        ? []
        : [{ path: [...path, 'line'], message: `names "${line}", which the client's config does not have` }]
      return [...unknown, ...order(from, until, [...path, 'until'])]
    })
  })
}

import { compareDecimals, decimal } from '../money/decimal.ts'
import type { BillingConfigText, BillingLineText } from './billing-config-schema.ts'
import type { ReferenceProblem } from './check-billing-config.ts'
import type { QuantityRulesText } from './quantity-schema.ts'

/** What a schema cannot see of quantities: rules that contradict each other, rules that nothing would heed. */
export function checkQuantities(config: BillingConfigText): ReferenceProblem[] {
  return [
    ...contradictions(config.house, ['house']),
    ...config.catalog.flatMap((item, index) => contradictions(item, ['catalog', index])),
    ...config.clients.flatMap((client, index) => [
      ...contradictions(client, ['clients', index]),
      ...client.lines.flatMap((line, lineIndex) => lineProblems(line, ['clients', index, 'lines', lineIndex])),
    ]),
  ]
}

type Path = readonly PropertyKey[]

function lineProblems(line: BillingLineText, path: Path): ReferenceProblem[] {
  return [...contradictions(line, path), ...unheeded(line, path)]
}

function contradictions(rules: QuantityRulesText & Basis, path: Path): ReferenceProblem[] {
  return [...maximumBelow(rules, path), ...unreached(rules, path), ...wrongBasis(rules, path)]
}

interface Basis {
  readonly quantityBasis?: string | undefined
}

function maximumBelow({ minimumQuantity, maximumQuantity }: QuantityRulesText, path: Path): ReferenceProblem[] {
  if (minimumQuantity === undefined || maximumQuantity === undefined) return []
  if (compareDecimals(decimal(maximumQuantity), decimal(minimumQuantity)) >= 0) return []
  return [{ path: [...path, 'maximumQuantity'], message: `must not be below minimumQuantity, ${minimumQuantity}` }]
}

/** Units that can never be billed are a slip: nothing is left of the most that may be billed. */
function unreached({ includedQuantity, maximumQuantity }: QuantityRulesText, path: Path): ReferenceProblem[] {
  if (includedQuantity === undefined || maximumQuantity === undefined) return []
  if (compareDecimals(decimal(maximumQuantity), decimal(includedQuantity)) > 0) return []
  const message = `must be above includedQuantity, ${includedQuantity}; nothing would ever be billed`
  return [{ path: [...path, 'maximumQuantity'], message }]
}

/** Days have a share under a basis that counts days only; stated side by side with another one, they contradict it. */
function wrongBasis({ quantityBasis, shape, decreases }: QuantityRulesText & Basis, path: Path): ReferenceProblem[] {
  if (quantityBasis === undefined || quantityBasis === 'daily' || quantityBasis === 'as-billed') return []
  const message = `has no effect under quantityBasis ${quantityBasis}, which bills one quantity for the whole period`
  return [
    ...(shape === undefined || shape === 'adjustments' ? [] : [{ path: [...path, 'shape'], message }]),
    ...(decreases === 'no-credit' ? [{ path: [...path, 'decreases'], message }] : []),
  ]
}

const followingKeys = [
  'includedQuantity',
  'overagePrice',
  'minimumQuantity',
  'maximumQuantity',
  'quantityStep',
  'committedFloor',
  'changeDay',
  'servicePeriods',
  'shape',
  'netting',
  'decreases',
  'terms',
] as const satisfies readonly (keyof QuantityRulesText)[]

/** A line that states its quantity or amount, or passes charges on, follows no subscription. */
function unheeded(line: BillingLineText, path: Path): ReferenceProblem[] {
  const kind = 'quantity' in line ? 'states its quantity' : 'amount' in line ? 'states its amount' : undefined
  const passes = 'model' in line && line.model === 'pass-through' ? 'passes charges on as they are' : kind
  if (passes === undefined) return []
  return followingKeys.flatMap((key) =>
    line[key] === undefined
      ? []
      : [{ path: [...path, key], message: `has no effect on a line that ${passes}; take it out` }],
  )
}

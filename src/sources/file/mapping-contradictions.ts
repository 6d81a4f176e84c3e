import { chargeKinds, type ChargeKind } from '../../domain/distributor-invoice.ts'
import { knownStatuses, knownTerms } from '../../domain/subscription.ts'
import { isCurrency } from '../../money/currency.ts'
import type { MappedField } from './mapping-fields.ts'
import type { ChargesMapping, StateMapping } from './mapping-schema.ts'

export interface Contradiction {
  readonly path: string
  readonly message: string
}

export function isChargeKind(text: string): text is ChargeKind {
  return chargeKinds.some((kind) => kind === text)
}

/** What the shape of a mapping for charges does not show: fields that are needed, and values that fit together. */
export function contradictionsInCharges(mapping: ChargesMapping): Contradiction[] {
  const found = new Found(mapping)
  found.needEach(['invoice.number', 'invoice.date', 'currency', 'charge.kind'])
  const { isStated } = found
  if (isStated('cost') === isStated('costWithTax')) {
    found.tell('columns', 'must say where "cost" (before tax) is, or "costWithTax", and not both')
  }
  if (isStated('costWithTax') && !isStated('tax')) {
    found.tell('columns', 'must say where "tax" is, to take it off "costWithTax"')
  }
  if (isStated('period.start') !== isStated('period.end')) {
    found.tell('columns', 'must say both ends of the period or none')
  }
  if (isStated('period.end') && mapping.periodEnd === undefined) {
    found.tell(
      'periodEnd',
      'must say whether the end of a period is its last day (inclusive), the day after it (exclusive), or as its length proves (as-proven)',
    )
  }
  found.needWords('charge.kind', 'kind of charge', chargeKinds)
  return found.all
}

/** The same for a mapping for states. */
export function contradictionsInState(mapping: StateMapping): Contradiction[] {
  const found = new Found(mapping)
  found.needEach(['asOf', 'company.id', 'subscription.id', 'product.id', 'quantity', 'billingTerm'])
  const { isStated } = found
  if ((isStated('unitCost') || isStated('listPrice')) && !isStated('currency')) {
    found.tell('columns', 'must say where "currency" is; it may be a constant instead')
  }
  if (isStated('subscription.end') && mapping.subscriptionEnd === undefined) {
    found.tell(
      'subscriptionEnd',
      'must say whether the end of a subscription is its last day (inclusive) or the first day on which it no longer runs (exclusive)',
    )
  }
  found.needWords('subscription.status', 'status', knownStatuses)
  found.needWords('billingTerm', 'billing term', knownTerms)
  return found.all
}

class Found {
  readonly all: Contradiction[] = []
  readonly #mapping: ChargesMapping | StateMapping

  constructor(mapping: ChargesMapping | StateMapping) {
    this.#mapping = mapping
    const { columns, constants, asks } = this.#parts
    for (const field of Object.keys(constants)) {
      if (field in columns) this.tell('constants', `repeats the column "${field}"`)
      if (asks.has(field)) this.tell('asks', `asks for "${field}", which is a constant`)
    }
    for (const field of asks) {
      const refs = columns[field]
      if (refs?.columns.some(({ optional }) => !optional) === true) {
        this.tell('asks', `asks for "${field}", whose column every file has; mark it optional, or do not ask`)
      }
    }
    const { currency } = mapping.constants
    if (currency !== undefined && !isCurrency(currency)) this.tell('constants', 'names no ISO 4217 currency')
    if (mapping.decimal === ',' && (mapping.format === 'json' || mapping.format === 'jsonl')) {
      this.tell('decimal', 'must be a point: JSON numbers have no comma')
    }
  }

  readonly tell = (path: string, message: string): void => void this.all.push({ path, message })

  readonly isStated = (field: MappedField): boolean => {
    const { columns, constants, asks } = this.#parts
    return field in columns || field in constants || asks.has(field)
  }

  needEach(fields: readonly MappedField[]): void {
    for (const field of fields) {
      if (!this.isStated(field)) {
        this.tell('columns', `must say where "${field}" is; it may be a constant, or asked for, instead`)
      }
    }
  }

  needWords(field: MappedField, noun: string, words: readonly string[]): void {
    for (const word of Object.values(this.#parts.valueMaps[field] ?? {})) {
      if (!words.includes(word)) this.tell('valueMaps', `has "${word}", which is no ${noun} (${words.join(', ')})`)
    }
  }

  get #parts() {
    const { columns, constants, valueMaps, asks, accepts } = this.#mapping
    const byName: Readonly<Record<string, { readonly columns: readonly { readonly optional: boolean }[] }>> = columns
    const maps: Readonly<Record<string, Readonly<Record<string, string>>>> = valueMaps
    return { columns: byName, constants, valueMaps: maps, asks: new Set<string>([...asks, ...accepts]) }
  }
}

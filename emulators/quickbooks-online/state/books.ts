import { companyPreferencesSchema, type CompanyPreferences } from '../company-preferences.ts'
import { isJsonObject, objectAt, textAt, type JsonObject } from './json-object.ts'
import type { Draft } from './row-store.ts'
import { entityTime } from './vendor-time.ts'

export const storedKinds = [
  'Customer',
  'Item',
  'Invoice',
  'CreditMemo',
  'Payment',
  'Term',
  'TaxCode',
  'TaxRate',
  'Account',
  'Class',
  'Department',
] as const

export type StoredKind = (typeof storedKinds)[number]

/** One company's books as one request sees them: its reads and its writes, at one moment. */
export class Books {
  readonly realmId: string
  readonly now: Date
  readonly preferences: CompanyPreferences
  readonly #draft: Draft

  constructor(draft: Draft, realmId: string, now: Date) {
    this.#draft = draft
    this.realmId = realmId
    this.now = now
    this.preferences = preferencesOf(draft.get('company', realmId))
  }

  find(kind: StoredKind, id: string): JsonObject | undefined {
    const entity = this.#draft.get(this.#table(kind), id)
    return isJsonObject(entity) ? entity : undefined
  }

  *list(kind: StoredKind): Generator<JsonObject> {
    for (const [, entity] of this.#draft.rows(this.#table(kind))) if (isJsonObject(entity)) yield entity
  }

  /** Keeps the entity under its own `Id`. */
  save(kind: StoredKind, entity: JsonObject): void {
    const id = textAt(entity, 'Id')
    if (id === undefined) throw new TypeError(`A ${kind} without an Id cannot be kept.`)
    this.#draft.set(this.#table(kind), id, entity)
  }

  /** Removes the entity and remembers when, for change data capture. */
  remove(kind: StoredKind, id: string): void {
    this.#draft.remove(this.#table(kind), id)
    this.#draft.set(this.#table('deleted'), `${kind}:${id}`, { kind, id, at: entityTime(this.now) })
  }

  /** Removes an entity as if it had never been. */
  forget(kind: StoredKind, id: string): void {
    this.#draft.remove(this.#table(kind), id)
  }

  *deletions(): Generator<JsonObject> {
    for (const [, row] of this.#draft.rows(this.#table('deleted'))) if (isJsonObject(row)) yield row
  }

  /** The next number of a sequence of this company, as text. */
  next(sequence: string, first = 1): string {
    const last = this.#draft.get(this.#table('sequence'), sequence)
    const value = String(typeof last === 'string' ? Number(last) + 1 : first)
    this.#draft.set(this.#table('sequence'), sequence, value)
    return value
  }

  /** A look-up kept beside the entities, such as the document that holds a number. */
  lookUp(index: string, key: string): unknown {
    return this.#draft.get(this.#table(index), key)
  }

  index(index: string, key: string, value: unknown): void {
    if (value === undefined) this.#draft.remove(this.#table(index), key)
    else this.#draft.set(this.#table(index), key, value)
  }

  /** `domain`, `Id`, `SyncToken` and `MetaData` of an entity that is new, or that replaces `existing`. */
  stamp(existing: JsonObject | undefined, newId: () => string): JsonObject {
    const now = entityTime(this.now)
    return {
      domain: 'QBO',
      sparse: false,
      Id: textAt(existing, 'Id') ?? newId(),
      SyncToken: existing === undefined ? '0' : String(Number(textAt(existing, 'SyncToken') ?? '0') + 1),
      MetaData: {
        CreateTime: textAt(objectAt(existing, 'MetaData'), 'CreateTime') ?? now,
        LastUpdatedTime: now,
      },
    }
  }

  /** The entity with a new time of change but the same SyncToken: how the vendor marks what another entity moved. */
  touched(entity: JsonObject): JsonObject {
    return { ...entity, MetaData: { ...objectAt(entity, 'MetaData'), LastUpdatedTime: entityTime(this.now) } }
  }

  #table(name: string): string {
    return `${this.realmId}/${name}`
  }
}

const parsedPreferences = new WeakMap<object, CompanyPreferences>()

/** A row is parsed once and then remembered, since every request needs it and it changes rarely. */
function preferencesOf(row: unknown): CompanyPreferences {
  const isRow = isJsonObject(row)
  const known = isRow ? parsedPreferences.get(row) : undefined
  if (known !== undefined) return known
  const preferences = companyPreferencesSchema.parse(row)
  if (isRow) parsedPreferences.set(row, preferences)
  return preferences
}

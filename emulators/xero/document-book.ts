import { randomUUID } from 'node:crypto'
import { sumDecimals, type Decimal } from '../../src/money/decimal.ts'
import type { Clock } from '../../src/support/clock.ts'
import type { Document, DocumentList, Draft, Json, LineItem } from './document.ts'
import type { DocumentRule } from './document-rules.ts'

/** The invoices and credit notes of one organisation. */
export class DocumentBook {
  readonly #clock: Clock
  readonly #documents = new Map<string, Document>()
  #counter = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  all(list: DocumentList): readonly Document[] {
    return [...this.#documents.values()].filter((document) => document.list === list)
  }

  get(list: DocumentList, id: string): Document | undefined {
    const document = this.#documents.get(id.toLowerCase())
    return document?.list === list ? document : undefined
  }

  /** Saves a new document, or says why not. A number stays used when its document is void or deleted. */
  create(list: DocumentList, body: Json, rule: DocumentRule, unitPlaces: number): Document | readonly string[] {
    const { draft, problems } = rule.read(list, body, unitPlaces, undefined)
    const sameNumber = this.all(list).filter(({ number }) => number === draft.number)
    if (sameNumber.some(({ status }) => status === 'VOIDED' || status === 'DELETED')) {
      problems.push(`${list === 'Invoices' ? 'Invoice' : 'Credit note'} not of valid status for modification`)
    } else if (sameNumber.length > 0) {
      problems.push(list === 'Invoices' ? 'Invoice # must be unique.' : 'Credit Note # must be unique.')
    }
    return problems.length > 0 ? problems : this.#save(randomUUID(), draft)
  }

  /** @returns what forbids it; empty: it is done. */
  update(list: DocumentList, id: string, body: Json, rule: DocumentRule, unitPlaces = 4): readonly string[] {
    const before = this.get(list, id)
    if (before === undefined) return ['The document could not be found']
    const { draft, problems } = rule.read(list, body, unitPlaces, before)
    if (problems.length === 0) this.#save(before.id, draft)
    return problems
  }

  /** A payment or an allocation, which settles a part of a document. */
  settle(id: string, amount: Decimal): void {
    const document = this.#documents.get(id)
    if (document === undefined) return
    const settled = sumDecimals([document.settled, amount])
    this.#documents.set(id, { ...document, settled, updated: this.#clock.now() })
  }

  replaceLines(id: string, lines: readonly LineItem[]): void {
    const document = this.#documents.get(id)
    if (document !== undefined) this.#documents.set(id, { ...document, lines, updated: this.#clock.now() })
  }

  #save(id: string, draft: Draft): Document {
    this.#counter += 1
    const prefix = draft.list === 'Invoices' ? 'INV' : 'CN'
    const number = draft.number ?? `${prefix}-${String(this.#counter).padStart(4, '0')}`
    const document = { ...draft, number, id, updated: this.#clock.now() }
    this.#documents.set(id, document)
    return document
  }
}

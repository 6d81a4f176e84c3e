import { NotFound } from '../../src/support/failure.ts'
import { requireNumberText } from './json-text.ts'
import type { Subscription, SubscriptionInput } from './records.ts'
import { RecordTable } from './record-table.ts'

/** When a change takes effect, and when Pax8 learnt of it. */
interface ChangeDates {
  readonly effective: string
  readonly recorded: string
}

type SubscriptionChange = Partial<Omit<Subscription, 'id' | 'createdDate'>>

interface ScheduledChange {
  readonly id: string
  readonly due: number
  readonly change: SubscriptionChange
  readonly row: Subscription
}

/** The subscriptions and their histories. Every change adds a history row under the one original id. */
export class SubscriptionBook {
  readonly table = new RecordTable<Subscription>()
  readonly #histories = new Map<string, Subscription[]>()
  #scheduled: ScheduledChange[] = []

  create(input: SubscriptionInput, at: string): void {
    const subscription: Subscription = { ...input, createdDate: at }
    checkNumbers(subscription)
    this.table.put(subscription)
    this.#histories.set(subscription.id, [subscription])
  }

  /**
   * Changes a subscription. A change that is recorded before it takes effect is only announced: a history row that
   * waits as PendingAutomated, as in the document's example, until {@link startScheduled} reaches its day.
   * @throws {NotFound} when there is no such subscription.
   */
  change(id: string, change: SubscriptionChange, { effective, recorded }: ChangeDates): void {
    const current = this.#require(id)
    const changed: Subscription = { ...current, ...change, updatedDate: recorded }
    checkNumbers(changed)
    const row: Subscription = { ...changed, startDate: effective, billingStart: effective.slice(0, 10) }
    if (Date.parse(effective) > Date.parse(recorded)) {
      const pending: Subscription = { ...row, status: 'PendingAutomated' }
      this.#addRow(id, pending)
      this.#scheduled.push({ id, due: Date.parse(effective), change, row: pending })
      return
    }
    this.#addRow(id, row)
    this.table.put(changed)
  }

  /** Puts the announced changes into force whose time has come. */
  startScheduled(now: Date): void {
    if (this.#scheduled.length === 0) return
    const due = this.#scheduled.filter((scheduled) => scheduled.due <= now.getTime())
    this.#scheduled = this.#scheduled.filter((scheduled) => scheduled.due > now.getTime())
    for (const { id, change, row } of due.sort((a, b) => a.due - b.due)) {
      const current = this.table.get(id)
      if (current === undefined) continue
      const changed: Subscription = { ...current, ...change, updatedDate: row.updatedDate }
      this.table.put(changed)
      this.#replaceRow(id, row, { ...row, status: changed.status })
    }
  }

  /** @throws {NotFound} when there is no such subscription. */
  remove(id: string): void {
    this.#require(id)
    this.table.delete(id)
    this.#histories.delete(id)
  }

  /** Newest first; `undefined` when there is no such subscription. */
  history(id: string): readonly Subscription[] | undefined {
    return this.#histories.get(id)?.toReversed()
  }

  #require(id: string): Subscription {
    const found = this.table.get(id)
    if (found === undefined) throw new NotFound(`The Pax8 emulator holds no subscription ${id}; create it first.`)
    return found
  }

  #addRow(id: string, row: Subscription): void {
    this.#histories.get(id)?.push(row)
  }

  #replaceRow(id: string, old: Subscription, row: Subscription): void {
    const rows = this.#histories.get(id) ?? []
    this.#histories.set(
      id,
      rows.map((candidate) => (candidate === old ? row : candidate)),
    )
  }
}

function checkNumbers(subscription: Subscription): void {
  for (const field of ['quantity', 'price', 'partnerCost'] as const) {
    const text = subscription[field]
    if (text !== undefined) requireNumberText(text, `the ${field} of subscription ${subscription.id}`)
  }
}

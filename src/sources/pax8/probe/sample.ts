import { SourceFailure } from '../../errors.ts'
import type { Pax8Answer, Pax8Client } from '../client.ts'
import { unreadable } from '../errors.ts'
import { FieldReader } from '../field-reader.ts'
import { listingWire, unpagedWire } from '../wire.ts'

/** Enough to see a rule, few enough to be asked for on every first connection. */
const mostSubscriptions = 8
const mostInvoices = 3
const mostPages = 50

/** A piece of the partner's own data, as it came. */
export interface ProbeSample {
  /** Rows of the first page of subscriptions. */
  readonly listed: readonly FieldReader[]
  readonly subscriptions: readonly SampledSubscription[]
  readonly invoices: readonly SampledInvoice[]
  /** A header of one of the answers. */
  readonly header: (name: string) => string | undefined
}

export interface SampledSubscription {
  readonly subscriptionId: string
  readonly detail: FieldReader
  /** In the order in which Pax8 gave them. */
  readonly history: readonly FieldReader[]
}

export interface SampledInvoice {
  /** As a person finds it. */
  readonly words: string
  readonly header: FieldReader
  readonly items: readonly FieldReader[]
}

/** Reads the sample, and writes nothing. @throws {SourceFailure} */
export async function readSample(client: Pax8Client, pageSize: number, signal: AbortSignal): Promise<ProbeSample> {
  const size = String(pageSize)
  const first = await client.get('/subscriptions', { page: '0', size }, signal)
  const listed = rowsOf(first).map(fieldsOf)
  const headers = rowsOf(await client.get('/invoices', { page: '0', size, sort: 'invoiceDate,desc' }, signal))
  const invoices: SampledInvoice[] = []
  for (const header of headers.map(fieldsOf).sort(newestFirst).slice(0, mostInvoices)) {
    const id = header.text('id')
    if (id === undefined) continue
    const items = await readItems(client, id, size, signal)
    invoices.push({ words: wordsOf(header), header, items })
  }
  const subscriptions: SampledSubscription[] = []
  for (const subscriptionId of chosenSubscriptions(invoices, listed)) {
    const read = await readSubscription(client, subscriptionId, signal)
    if (read !== undefined) subscriptions.push(read)
  }
  return { listed, subscriptions, invoices, header: (name) => first.header(name) }
}

async function readItems(client: Pax8Client, id: string, size: string, signal: AbortSignal): Promise<FieldReader[]> {
  const items: FieldReader[] = []
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await client.get(`/invoices/${encodeURIComponent(id)}/items`, { page: String(page), size }, signal)
    const rows = rowsOf(answer)
    items.push(...rows.map(fieldsOf))
    if (rows.length === 0 || items.length >= totalOf(answer)) break
  }
  return items
}

/** One that Pax8 does not know, or does not let us read, proves nothing. */
async function readSubscription(
  client: Pax8Client,
  subscriptionId: string,
  signal: AbortSignal,
): Promise<SampledSubscription | undefined> {
  const path = `/subscriptions/${encodeURIComponent(subscriptionId)}`
  try {
    const detail = await client.get(path, {}, signal)
    const history = await client.get(`${path}/history`, {}, signal)
    return { subscriptionId, detail: fieldsOf(detail.value), history: unpagedRows(history).map(fieldsOf) }
  } catch (error) {
    const isItsOwn =
      error instanceof SourceFailure && (error.code === 'source.not-found' || error.code === 'source.authorization')
    if (isItsOwn) return undefined
    throw error
  }
}

/** Those that were invoiced, since an item shows what their fields mean; else the first that are listed. */
function chosenSubscriptions(invoices: readonly SampledInvoice[], listed: readonly FieldReader[]): readonly string[] {
  const invoiced = invoices.flatMap(({ items }) =>
    items.flatMap((item) => (item.text('type') === 'subscription' ? (item.text('subscriptionId') ?? []) : [])),
  )
  const all = new Set([...invoiced, ...listed.flatMap((row) => row.text('id') ?? [])])
  return [...all].slice(0, mostSubscriptions)
}

function newestFirst(a: FieldReader, b: FieldReader): number {
  return (a.date('invoiceDate') ?? '') < (b.date('invoiceDate') ?? '') ? 1 : -1
}

function wordsOf(header: FieldReader): string {
  const partner = header.text('partnerName')
  const amount = `${header.text('total') ?? 'an unknown total'} ${header.text('currencyCode') ?? ''}`.trim()
  return `of ${header.date('invoiceDate') ?? 'an unknown date'} over ${amount}${partner === undefined ? '' : ` for ${partner}`}`
}

function rowsOf(answer: Pax8Answer): readonly unknown[] {
  return listingOfAnswer(answer).content ?? []
}

function totalOf(answer: Pax8Answer): number {
  return listingOfAnswer(answer).page.totalElements
}

function listingOfAnswer(answer: Pax8Answer): ReturnType<typeof listingWire.parse> {
  const parsed = listingWire.safeParse(answer.value)
  if (!parsed.success) throw unreadable('JSON that is no page of a listing', answer.asked, answer.text.slice(0, 2000))
  return parsed.data
}

function unpagedRows(answer: Pax8Answer): readonly unknown[] {
  const parsed = unpagedWire.safeParse(answer.value)
  if (!parsed.success) throw unreadable('JSON that is no list of rows', answer.asked, answer.text.slice(0, 2000))
  return parsed.data.content
}

/** What cannot be read is told where it is read for good, not here. */
function fieldsOf(value: unknown): FieldReader {
  const row = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  return new FieldReader(row, { noun: 'A sampled row', id: undefined }, [])
}

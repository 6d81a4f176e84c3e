import { decimalText, divideHalfUp } from '../cents.ts'
import { createRandom, type Random } from '../random.ts'
import type { ExpectedInvoice, ExpectedLine, Truth } from '../truth/types.ts'
import type { SimulatedMsp } from '../types.ts'

/** What the MSP invoiced by hand before it had a program for it: its contracts, with mistakes that are known. */
export interface HandBilled {
  readonly invoices: readonly HandWrittenInvoice[]
  readonly mistakes: readonly SeededMistake[]
}

/** An invoice as somebody wrote it in the ledger: dated on the last day of the month that it bills. */
export interface HandWrittenInvoice {
  readonly clientId: string
  readonly month: string
  readonly currency: string
  readonly lines: readonly HandWrittenLine[]
}

export interface HandWrittenLine {
  readonly itemId: string
  readonly quantity: string
  readonly unitPrice: string
  readonly amountCents: number
}

export type MistakeKind =
  'skipped-invoice' | 'forgotten-line' | 'stale-quantity' | 'stale-price' | 'never-removed' | 'written-twice'

export interface SeededMistake {
  readonly kind: MistakeKind
  readonly clientId: string
  readonly month: string
  readonly itemId: string
  /** Above zero: the client paid too little. */
  readonly cents: number
}

/** The chance of a mistake per invoice that is written. */
const mistakesPerInvoice = 0.25

/** Writes every month's invoices by hand, the right ones but for seeded mistakes. Clients without a customer get none. */
export function handBilled(msp: SimulatedMsp, truth: Truth, seed: number | string): HandBilled {
  const invoices: HandWrittenInvoice[] = []
  const mistakes: SeededMistake[] = []
  for (const { month, invoices: expected } of truth.months) {
    for (const invoice of expected) {
      const contract = msp.contracts.clients.find(({ clientId }) => clientId === invoice.clientId)
      if (contract?.ledgerCustomer?.currency !== invoice.currency) continue
      const random = createRandom('hand-billed', seed, month, invoice.clientId)
      const written = random.chance(mistakesPerInvoice)
        ? withMistake(msp, invoice, month, random)
        : { lines: invoice.lines.map(asWritten), made: [] }
      mistakes.push(...written.made)
      if (written.lines.length > 0) {
        invoices.push({ clientId: invoice.clientId, month, currency: invoice.currency, lines: written.lines })
      }
    }
  }
  return { invoices, mistakes }
}

interface Written {
  readonly lines: readonly HandWrittenLine[]
  readonly made: readonly SeededMistake[]
}

/** A line as it is typed: its amount is the truth's, whatever part of the month it is for. */
function asWritten(line: ExpectedLine): HandWrittenLine {
  const { itemId, quantity, unitPrice, amountCents } = line
  return { itemId, quantity, unitPrice: unitPrice ?? decimalText(amountCents, 2), amountCents }
}

function withMistake(msp: SimulatedMsp, invoice: ExpectedInvoice, month: string, random: Random): Written {
  const { clientId, lines } = invoice
  const right = lines.map(asWritten)
  const about = { clientId, month }
  const kind = random.pick<MistakeKind>([
    ...(['skipped-invoice', 'forgotten-line', 'stale-quantity'] as const),
    ...(['stale-price', 'never-removed', 'written-twice'] as const),
  ])
  if (kind === 'skipped-invoice') {
    const items = [...new Set(lines.map(({ itemId }) => itemId))]
    const made = items.map((itemId) => ({ ...about, kind, itemId, cents: centsOf(lines, itemId) }))
    return { lines: [], made: made.filter(({ cents }) => cents !== 0) }
  }
  if (kind === 'never-removed') return neverRemoved(msp, invoice, about, random)
  // A mistake is one item's, and shows only where that item has one whole line.
  const simple = lines.filter((line) => isSimple(line, lines))
  if (simple.length === 0) return { lines: right, made: [] }
  const line = random.pick(simple)
  const { itemId, amountCents } = line
  const others = lines.filter((other) => other !== line).map(asWritten)
  switch (kind) {
    case 'forgotten-line':
      return { lines: others, made: [{ ...about, kind, itemId, cents: amountCents }] }
    case 'written-twice':
      return { lines: [...right, asWritten(line)], made: [{ ...about, kind, itemId, cents: -amountCents }] }
    case 'stale-quantity': {
      const fewer = Number(line.quantity) - 1
      const cents = divideHalfUp(fewer * tenThousandths(line.unitPrice), 100)
      const stale = { ...asWritten(line), quantity: String(fewer), amountCents: cents }
      return { lines: [...others, stale], made: [{ ...about, kind, itemId, cents: amountCents - cents }] }
    }
    case 'stale-price': {
      const unit = divideHalfUp(tenThousandths(line.unitPrice) * 9, 1_000) * 100
      const cents = divideHalfUp(Number(line.quantity) * unit, 100)
      const stale = { ...asWritten(line), unitPrice: decimalText(unit, 4), amountCents: cents }
      return { lines: [...others, stale], made: [{ ...about, kind, itemId, cents: amountCents - cents }] }
    }
  }
}

/** Something that the client does not have, billed all the same. */
function neverRemoved(
  msp: SimulatedMsp,
  { lines }: ExpectedInvoice,
  about: { readonly clientId: string; readonly month: string },
  random: Random,
): Written {
  const right = lines.map(asWritten)
  const held = new Set(lines.map(({ itemId }) => itemId))
  const others = msp.contracts.items.filter(({ itemId, covers }) => covers.length > 0 && !held.has(itemId))
  if (others.length === 0) return { lines: right, made: [] }
  const { itemId } = random.pick(others)
  const cents = 100 * random.between(7, 60) + 37
  const extra = { itemId, quantity: '1', unitPrice: decimalText(cents, 2), amountCents: cents }
  return { lines: [...right, extra], made: [{ ...about, kind: 'never-removed', itemId, cents: -cents }] }
}

/** The only line of its item, for the whole month, of at least two units at a price: each mistake shows on it alone. */
function isSimple(line: ExpectedLine, lines: readonly ExpectedLine[]): boolean {
  const { itemId, days, ofDays, quantity, unitPrice, amountCents, model } = line
  if (model !== 'per-seat' || unitPrice === undefined || days !== ofDays || amountCents <= 500) return false
  return Number(quantity) >= 2 && lines.filter((other) => other.itemId === itemId).length === 1
}

function centsOf(lines: readonly ExpectedLine[], itemId: string): number {
  return lines.reduce((sum, line) => sum + (line.itemId === itemId ? line.amountCents : 0), 0)
}

/** A price of four places as whole ten-thousandths. */
function tenThousandths(text: string | undefined): number {
  const [whole = '0', places = ''] = (text ?? '0').split('.')
  return Number(whole) * 10_000 + Number(places.padEnd(4, '0').slice(0, 4))
}

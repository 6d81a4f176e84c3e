import type { PostedDifference } from '../../domain/posted-difference.ts'
import type { DocumentLine, PostedDocument, PreparedDocument } from '../../ledgers/gateway.ts'
import {
  absoluteDecimal,
  addDecimals,
  compareDecimals,
  decimal,
  equalDecimals,
  formatDecimal,
  subtractDecimals,
  type Decimal,
} from '../../money/decimal.ts'

/** A difference no larger than this for each line is what a ledger's own rounding can make. */
const cent = decimal('0.01')

/**
 * Compares the ledger's answer with what was approved, line by line. The answer to the posting is enough: nothing is
 * read again. What is found is shown with its cause, and never corrected.
 */
export function comparePosted(approved: PreparedDocument, posted: PostedDocument): readonly PostedDifference[] {
  return [
    ...compareLines(approved.lines, posted.lines),
    ...compareNetTotal(approved, posted),
    ...compareHead(approved, posted),
    ...taxOf(posted),
    ...otherAdditions(posted),
    ...creditsApplied(posted),
  ]
}

function compareLines(approved: readonly DocumentLine[], posted: readonly DocumentLine[]): PostedDifference[] {
  const count = Math.max(approved.length, posted.length)
  return Array.from({ length: count }, (_, index) => compareLine(index + 1, approved[index], posted[index])).flat()
}

function compareLine(
  line: number,
  approved: DocumentLine | undefined,
  posted: DocumentLine | undefined,
): PostedDifference[] {
  if (approved === undefined && posted === undefined) return []
  if (posted === undefined) {
    return [wanting('line-missing', 'the ledger did not keep this line', line, approved?.amount, undefined)]
  }
  if (approved === undefined) {
    const cause = `the ledger added a line of its own${posted.description === undefined ? '' : `: ${posted.description}`}`
    return [wanting('line-added', cause, line, undefined, posted.amount)]
  }
  const differences: PostedDifference[] = []
  const off = difference(posted.amount, approved.amount)
  if (off.units !== 0n) {
    const isRounding = compareDecimals(absoluteDecimal(off), cent) <= 0
    const cause = isRounding
      ? 'the ledger rounds the line otherwise, by a cent'
      : 'the ledger has another amount for this line'
    differences.push(wanting(isRounding ? 'rounding' : 'line-amount', cause, line, approved.amount, posted.amount))
  }
  if (textOf(approved) !== textOf(posted)) {
    const cause = textOf(approved).startsWith(textOf(posted))
      ? 'the ledger cut the text'
      : 'the ledger changed the text'
    differences.push(wanting('line-text', cause, line, approved.description, posted.description))
  }
  return differences
}

/** A ledger may put line ends and spaces at the ends of a text in its own way. */
function textOf({ description }: DocumentLine): string {
  return (description ?? '').replaceAll('\r\n', '\n').trim()
}

function compareNetTotal(approved: PreparedDocument, posted: PostedDocument): PostedDifference[] {
  if (equalDecimals(decimal(approved.netTotal), decimal(posted.netTotal))) return []
  const cause = 'the lines of the ledger add up to another total before tax'
  return [wanting('net-total', cause, undefined, approved.netTotal, posted.netTotal)]
}

function compareHead(approved: PreparedDocument, posted: PostedDocument): PostedDifference[] {
  const differences: PostedDifference[] = []
  if (approved.date !== posted.date) {
    const cause = 'the ledger dates the document otherwise'
    differences.push(wanting('date', cause, undefined, approved.date, posted.date))
  }
  if (approved.currency !== undefined && posted.currency !== undefined && approved.currency !== posted.currency) {
    const cause = 'the ledger keeps this customer in another currency'
    differences.push(wanting('currency', cause, undefined, approved.currency, posted.currency))
  }
  return differences
}

function taxOf({ tax }: PostedDocument): PostedDifference[] {
  if (tax === undefined || decimal(tax).units === 0n) return []
  return [expected('tax', 'the ledger computed the tax; none was approved', undefined, tax)]
}

/** What stands between the lines, the tax and the total, such as a discount or a shipping charge of the company. */
function otherAdditions({ netTotal, tax, total }: PostedDocument): PostedDifference[] {
  const counted = addDecimals(decimal(netTotal), decimal(tax ?? '0'))
  if (equalDecimals(counted, decimal(total))) return []
  const cause = 'the ledger adds or takes off something besides the lines and the tax'
  return [wanting('total', cause, undefined, formatDecimal(counted), total)]
}

function creditsApplied({ documentKind, balance, total }: PostedDocument): PostedDifference[] {
  if (balance === undefined || documentKind === 'credit-memo') return []
  if (equalDecimals(decimal(balance), decimal(total))) return []
  const cause = `the ledger applied ${formatDecimal(difference(total, balance))} of open credits or payments at once`
  return [expected('credit-applied', cause, total, balance)]
}

function difference(a: string, b: string): Decimal {
  return subtractDecimals(decimal(a), decimal(b))
}

function wanting(
  kind: PostedDifference['kind'],
  cause: string,
  line: number | undefined,
  approved: string | undefined,
  posted: string | undefined,
): PostedDifference {
  return { kind, wantsPerson: true, line, approved, posted, cause }
}

function expected(
  kind: PostedDifference['kind'],
  cause: string,
  approved: string | undefined,
  posted: string | undefined,
): PostedDifference {
  return { kind, wantsPerson: false, line: undefined, approved, posted, cause }
}

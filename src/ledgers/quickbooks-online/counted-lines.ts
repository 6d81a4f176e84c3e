import { decimal, negateDecimal, type Decimal } from '../../money/decimal.ts'

/** What a line of a document must show to be counted. A bundle holds its sales lines inside. */
interface CountableLine {
  readonly DetailType: string | undefined
  readonly Amount: string | undefined
}

export interface CountedLine<Line> {
  readonly line: Line
  /** As it counts towards the total before tax. */
  readonly amount: Decimal
}

/** The lines that make up the total before tax; a bundle's own amount repeats or omits those inside it. */
export function countedLines<Inner extends CountableLine>(
  line: Inner & { readonly GroupLineDetail: { readonly Line: readonly Inner[] | undefined } | undefined },
): CountedLine<Inner>[] {
  return line.DetailType === 'GroupLineDetail' ? (line.GroupLineDetail?.Line ?? []).flatMap(counted) : counted(line)
}

function counted<Line extends CountableLine>(line: Line): CountedLine<Line>[] {
  switch (line.DetailType ?? '') {
    // QuickBooks appends the first by itself; the amount of the second is never counted; bundles hold no bundles.
    case 'SubTotalLineDetail':
    case 'DescriptionOnly':
    case 'GroupLineDetail':
      return []
    case 'DiscountLineDetail':
      return amountOf(line).map((one) => ({ ...one, amount: negateDecimal(one.amount) }))
    // A kind that is new to us counts, so that a total which it breaks is seen and not explained away.
    default:
      return amountOf(line)
  }
}

function amountOf<Line extends CountableLine>(line: Line): CountedLine<Line>[] {
  return line.Amount === undefined ? [] : [{ line, amount: decimal(line.Amount) }]
}

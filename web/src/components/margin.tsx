import { isZeroDecimal } from '../money/decimal-text.ts'
import { Money } from './money.tsx'

interface Props {
  readonly margin: string
  readonly currency: string
  /** Lines whose cost is not known, and what they bill. */
  readonly unknownLines: number
  readonly unknownBilled: string
}

/** What is left after cost, as far as that is known; how much is not stands beside it. */
export function Margin({ margin, currency, unknownLines, unknownBilled }: Props) {
  if (unknownLines === 0) return <Money amount={margin} currency={currency} />
  return (
    <>
      <Money amount={margin} currency={currency} />{' '}
      <span className="hint">
        and {isZeroDecimal(unknownBilled) ? '' : <Money amount={unknownBilled} currency={undefined} />}{' '}
        {unknownLines === 1 ? 'of 1 line' : `of ${String(unknownLines)} lines`} at unknown cost
      </span>
    </>
  )
}

import { Link } from '@tanstack/react-router'
import type { CurrencyFigures, TieOutGlance } from '../../api/overview.ts'
import { formatAmountText } from '../../components/format-amount.ts'
import { isZeroDecimal, percentOf, subtractDecimals } from '../../money/decimal-text.ts'

/** What the month comes to, each figure a way to what it is made of. Currencies stand side by side, never added. */
export function Tiles({
  month,
  figures,
  tieOut,
}: {
  month: string
  figures: readonly CurrencyFigures[]
  tieOut: TieOutGlance | undefined
}) {
  return (
    <div className="tiles">
      {figures.map((each) => (
        <CurrencyTiles key={each.currency} month={month} figures={each} />
      ))}
      {tieOut?.currencies.map(({ currency, unexplained }) => (
        <Link
          key={`unexplained ${currency}`}
          className={isZeroDecimal(unexplained) ? 'tile' : 'tile wrong'}
          to="/months/$month/tie-out"
          params={{ month }}
          search={{}}
        >
          <span>Unexplained</span>
          <strong className="figure">
            {formatAmountText(unexplained)} {currency}
          </strong>
          <span className="hint">
            {tieOut.verdict === 'could-not-be-checked' ? 'not all could be checked' : 'wanted 0.00'}
          </span>
        </Link>
      ))}
    </div>
  )
}

function CurrencyTiles({ month, figures }: { month: string; figures: CurrencyFigures }) {
  const { currency, toInvoice, lastMonth, clients, cost, margin, unknownLines, unknownBilled } = figures
  const change = subtractDecimals(toInvoice, lastMonth)
  const percent = percentOf(margin, subtractDecimals(toInvoice, unknownBilled))
  const lines = unknownLines === 1 ? '1 line' : `${String(unknownLines)} lines`
  return (
    <>
      <Link className="tile" to="/months/$month/review" params={{ month }} search={{}}>
        <span>To invoice</span>
        <strong className="figure">
          {formatAmountText(toInvoice)} {currency}
        </strong>
        <span className="hint">
          {clients} clients, {change.startsWith('-') ? '' : '+'}
          {formatAmountText(change)} against last month
        </span>
      </Link>
      <Link className="tile" to="/months/$month/review" params={{ month }} search={{}}>
        <span>Expected cost</span>
        <strong className="figure">
          {formatAmountText(cost)} {currency}
        </strong>
        <span className="hint">
          {unknownLines === 0 ? 'what those lines cost us' : `and that of ${lines}, which is unknown`}
        </span>
      </Link>
      <Link className="tile" to="/months/$month/review" params={{ month }} search={{}}>
        <span>Margin</span>
        <strong className="figure">
          {formatAmountText(margin)} {currency}
        </strong>
        <span className="hint">
          {percent === undefined ? '' : `${percent} % `}
          {unknownLines === 0
            ? 'of what is invoiced'
            : `of what the others bill; ${formatAmountText(unknownBilled)} are billed at unknown cost`}
        </span>
      </Link>
    </>
  )
}

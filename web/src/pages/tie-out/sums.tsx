import type { CurrencySummary } from '../../api/tie-out.ts'
import { formatAmountText } from '../../components/format-amount.ts'
import { Mark } from '../../components/mark.tsx'
import { isZeroDecimal } from '../../money/decimal-text.ts'

/** Bill total less matched less explained, and what is left: wanted at 0.00. One row for each currency. */
export function Sums({ currencies }: { currencies: readonly CurrencySummary[] }) {
  return (
    <div className="sums">
      {currencies.map(({ currency, total, matched, explained, unexplained }) => {
        const isDone = isZeroDecimal(unexplained)
        return (
          <dl key={currency} aria-label={`Sums in ${currency}`}>
            <Sum name="Distributor billed" amount={total} currency={currency} />
            <Sum isLess name="On client invoices" amount={matched} currency={currency} />
            <Sum isLess name="Explained" amount={explained} currency={currency} />
            <div className={isDone ? 'sum difference done' : 'sum difference'}>
              <dt>Unexplained</dt>
              <dd>
                <Mark tone={isDone ? 'done' : 'blocks'}>
                  <span className="figure">
                    {formatAmountText(unexplained)} {currency}
                  </span>
                </Mark>
              </dd>
            </div>
          </dl>
        )
      })}
    </div>
  )
}

interface SumProps {
  readonly name: string
  readonly amount: string
  readonly currency: string
  /** Taken off the first; the sign is drawn, since a list of terms holds nothing but terms. */
  readonly isLess?: boolean
}

function Sum({ name, amount, currency, isLess = false }: SumProps) {
  return (
    <div className={isLess ? 'sum less' : 'sum'}>
      <dt>{name}</dt>
      <dd className="figure">
        {formatAmountText(amount)} <span className="currency">{currency}</span>
      </dd>
    </div>
  )
}

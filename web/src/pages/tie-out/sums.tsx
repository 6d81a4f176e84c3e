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
            <Sign text="−" />
            <Sum name="On client invoices" amount={matched} currency={currency} />
            <Sign text="−" />
            <Sum name="Explained" amount={explained} currency={currency} />
            <Sign text="=" />
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

function Sum({ name, amount, currency }: { name: string; amount: string; currency: string }) {
  return (
    <div className="sum">
      <dt>{name}</dt>
      <dd className="figure">
        {formatAmountText(amount)} <span className="currency">{currency}</span>
      </dd>
    </div>
  )
}

function Sign({ text }: { text: string }) {
  return (
    <div className="sign" aria-hidden="true">
      {text}
    </div>
  )
}

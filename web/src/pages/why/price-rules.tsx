import type { Price } from '../../api/why.ts'
import { formatAmountText } from '../../components/format-amount.ts'

/** The rule that made the price, and below it, struck out, those that it beat. */
export function PriceRules({ price, currency }: { price: Price; currency: string }) {
  const { rule, since, words, unitCost, listPrice, unitPrice, beaten } = price
  const known = (value: string) => (value === 'unknown' ? 'not known' : `${formatAmountText(value)} ${currency}`)
  return (
    <section aria-label="Price">
      <h3>Price</h3>
      <ol className="rules">
        <li>
          <strong>
            {rule}: {words}
          </strong>
          {since === undefined ? '' : `, since ${since}`} → <span className="figure">{known(unitPrice)}</span>
        </li>
        {beaten.map((other) => (
          <li key={`${other.rule} ${other.words}`}>
            <del>{other.words}</del> <span className="hint">beaten: a nearer rule counts</span>
          </li>
        ))}
      </ol>
      <p className="hint">
        Unit cost {known(unitCost)}; list price {known(listPrice)}.
      </p>
    </section>
  )
}

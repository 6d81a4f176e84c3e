import { formatAmountText } from './format-amount.ts'

/** An amount with its currency; what is not there is said in words, never shown as 0. */
export function Money({ amount, currency }: { amount: string | undefined; currency: string | undefined }) {
  if (amount === undefined) return <span className="absent">none</span>
  return (
    <span className="figure">
      {formatAmountText(amount)} {currency === undefined ? null : <span className="currency">{currency}</span>}
    </span>
  )
}

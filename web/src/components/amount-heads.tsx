/** The heads of what a line bills: units, at a price, to an amount. A narrow screen may leave the price out. */
export function AmountHeads({ isPriceSecondary = false }: { isPriceSecondary?: boolean }) {
  return (
    <>
      <th scope="col" className="right">
        Quantity
      </th>
      <th scope="col" className={isPriceSecondary ? 'right secondary' : 'right'}>
        Unit price
      </th>
      <th scope="col" className="right">
        Amount
      </th>
    </>
  )
}

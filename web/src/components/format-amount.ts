/** `-18204.17` as `-18,204.17`: digits are grouped as text, so nothing is rounded on the way to the screen. */
export function formatAmountText(amount: string): string {
  const [whole = '', fraction] = amount.split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

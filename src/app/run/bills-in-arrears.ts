import type { BillingConfig } from '../../domain/billing-config.ts'

/** True where any rule of a config bills a month when it is over: the charges of the month before are read for it too. */
export function billsInArrears({ house, items, clients }: BillingConfig): boolean {
  const places = [house, ...items, ...clients, ...clients.flatMap(({ lines }) => lines)]
  return places.some(({ rules }) => rules.timing === 'arrears')
}

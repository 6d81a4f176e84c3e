import { addDecimals, zero, type Decimal } from '../../../src/money/decimal.ts'
import type { Books } from '../state/books.ts'
import { amountToken, decimalAt } from '../state/json-object.ts'

/** Adds to what a customer owes. Their record counts as changed, though its SyncToken stays. */
export function addToCustomerBalance(books: Books, customerId: string, amount: Decimal): void {
  const customer = books.find('Customer', customerId)
  if (customer === undefined) return
  const balance = amountToken(addDecimals(decimalAt(customer, 'Balance') ?? zero, amount))
  books.save('Customer', { ...books.touched(customer), Balance: balance, BalanceWithJobs: balance })
}

import type { Books } from '../state/books.ts'
import { listAt, objectAt, referenceAt, textAt, type JsonObject } from '../state/json-object.ts'
import { checkReferenceFormat } from '../names/references.ts'
import { fault, throwIfAny, type FaultError } from '../vendor-fault.ts'

/**
 * What can be said of an invoice or credit memo without looking anything up.
 * @throws {VendorFault} 2020, 2030, 2050 and 2210, all that apply at once.
 */
export function checkSalesDocument(body: JsonObject): void {
  const errors: FaultError[] = []
  if (referenceAt(body, 'CustomerRef') === undefined) errors.push(fault.missing('CustomerRef'))
  if (listAt(body, 'Line').length === 0) errors.push(fault.missing('Line'))
  for (const element of ['CustomerRef', 'SalesTermRef', 'ClassRef', 'DepartmentRef'])
    checkReferenceFormat(body, element, errors)
  checkLength(textAt(body, 'DocNumber'), 'DocNumber', 21, errors)
  checkLength(textAt(body, 'PrivateNote'), 'PrivateNote', 4000, errors)
  checkLength(textAt(objectAt(body, 'CustomerMemo'), 'value'), 'CustomerMemo', 1000, errors)
  checkEmail(textAt(objectAt(body, 'BillEmail'), 'Address'), errors)
  if (textAt(body, 'EmailStatus') === 'NeedToSend' && textAt(objectAt(body, 'BillEmail'), 'Address') === undefined) {
    errors.push(emailRequired)
  }
  throwIfAny(errors)
}

export const emailRequired: FaultError = {
  code: '6420',
  message: 'Email address is required',
  detail: 'An email address is required for this customer since the delivery type is "email".',
  element: 'BillEmail',
}

/** @throws {VendorFault} 6210 when any of the dates lies in a period that was closed. */
export function checkPeriodOpen(books: Books, dates: readonly (string | undefined)[]): void {
  const { bookCloseDate } = books.preferences
  if (bookCloseDate === undefined) return
  throwIfAny(dates.some((date) => date !== undefined && date <= bookCloseDate) ? [fault.periodClosed()] : [])
}

function checkLength(text: string | undefined, element: string, most: number, errors: FaultError[]): void {
  if (text !== undefined && text.length > most) errors.push(fault.tooLong(element, most, text.length))
}

function checkEmail(address: string | undefined, errors: FaultError[]): void {
  checkLength(address, 'BillEmail.Address', 100, errors)
  if (address === undefined || /^[^\s@,;]+@[^\s@,;]+$/.test(address)) return
  errors.push({
    code: '2210',
    message: 'Invalid Email Address format',
    detail: `Email Address does not conform to the RFC 822 specification. Supplied value:${address}`,
    element: 'BillEmail.Address',
  })
}

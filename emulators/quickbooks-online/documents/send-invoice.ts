import type { Books } from '../state/books.ts'
import { objectAt, textAt, type JsonObject } from '../state/json-object.ts'
import { entityTime } from '../state/vendor-time.ts'
import { VendorFault } from '../vendor-fault.ts'
import { emailRequired } from './sales-document-checks.ts'

/**
 * Marks an invoice as mailed, to its own address or the one given, which then becomes its own.
 * @throws {VendorFault} 6420 when there is no address.
 */
export function sendInvoice(books: Books, invoice: JsonObject, sendTo: string | undefined): JsonObject {
  const address = sendTo ?? textAt(objectAt(invoice, 'BillEmail'), 'Address')
  if (address === undefined) throw new VendorFault([emailRequired])
  const sent = {
    ...invoice,
    ...books.stamp(invoice, () => ''),
    EmailStatus: 'EmailSent',
    BillEmail: { Address: address },
    DeliveryInfo: { DeliveryType: 'Email', DeliveryTime: entityTime(books.now) },
  }
  books.save('Invoice', sent)
  return sent
}

import { equalDecimals, parseDecimal, type Decimal } from '../../../money/decimal.ts'
import { InvalidInput } from '../../../support/failure.ts'
import { childrenOf, childOf, readXml, textAt, type XmlElement } from '../../../support/xml-tree.ts'
import { sumOfAmounts } from '../../document/ledger-document.ts'
import type { FileContent } from './format.ts'
import { ublRuleBroken } from './ubl-rules.ts'

/** Our mark stands in a document reference of this kind, so that it is told from others'. */
export const referenceKind = 'SeatLedger posting'

/**
 * A UBL document as far as we compare it, held to the standard's rules first: one that breaks them was not written by
 * us, or was changed since.
 * @throws {InvalidInput} that names the rule.
 */
export function readUbl(text: string): FileContent {
  const root = readXml(text)
  const broken = ublRuleBroken(root)
  if (broken !== undefined) throw new InvalidInput(`The file is no UBL 2.1 invoice: ${broken}.`)
  const isCredit = root.name === 'CreditNote'
  const currency = textAt(root, 'DocumentCurrencyCode')
  const lines = childrenOf(root, isCredit ? 'CreditNoteLine' : 'InvoiceLine').map((line) => ({
    description: textAt(line, 'Item', 'Description'),
    amount: textAt(line, 'LineExtensionAmount') ?? '',
  }))
  const netTotal = sumOfAmounts(lines, currency)
  const stated = textAt(root, 'LegalMonetaryTotal', 'LineExtensionAmount') ?? ''
  if (!equalDecimals(decimalOf(netTotal), decimalOf(stated))) {
    throw new InvalidInput(`The lines add up to ${netTotal}, and LineExtensionAmount says ${stated}.`)
  }
  return {
    documentKind: isCredit ? 'credit-memo' : 'invoice',
    documentNumber: textAt(root, 'ID'),
    customerId: textAt(root, 'AccountingCustomerParty', 'SupplierAssignedAccountID'),
    reference: textAt(ourReference(root), 'ID'),
    currency,
    date: textAt(root, 'IssueDate') ?? '',
    netTotal,
    lines,
  }
}

function ourReference(root: XmlElement): XmlElement | undefined {
  return childrenOf(root, 'AdditionalDocumentReference').find(
    (reference) => childOf(reference, 'DocumentType')?.text === referenceKind,
  )
}

function decimalOf(text: string): Decimal {
  const value = parseDecimal(text)
  if (value === undefined) throw new InvalidInput(`"${text.slice(0, 40)}" is no amount.`)
  return value
}

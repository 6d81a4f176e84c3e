import type { Invoice } from '../../domain/invoice.ts'
import { documentProblems } from '../document/document-problems.ts'
import { amountPlacesOf, ledgerDocument } from '../document/ledger-document.ts'
import { ledgerDocumentRules } from '../document/ledger-document-rules.ts'
import type { PreparationContext, PreparedPosting } from '../gateway.ts'
import { fileCapabilities } from './capabilities.ts'
import { choicesOf, chosenFormat } from './choose-format.ts'

/**
 * The exact text of the file that will be written for an invoice. Pure: the chosen format is part of the facts.
 * @throws {InvalidInput} when the facts do not say the format.
 */
export function preparePosting(invoice: Invoice, context: PreparationContext): PreparedPosting {
  const format = chosenFormat(choicesOf(context.facts.adapterFacts))
  const document = ledgerDocument(invoice, context)
  const problems = documentProblems(invoice, context, { ...rules, amountPlaces: amountPlacesOf(invoice.currency) })
  const { documentKind, documentNumber } = document
  const { mediaType } = format
  // A text of a document whose sums do not hold would be no more than a trap.
  const body = problems.length === 0 ? format.write(document) : ''
  return { documentKind, mediaType, body, documentNumber, problems: [...problems, ...format.problems(document)] }
}

/** The words of the list that the MSP gives, and of our own document. */
const rules = ledgerDocumentRules('The list', fileCapabilities)

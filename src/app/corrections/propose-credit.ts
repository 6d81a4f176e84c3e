import { randomUUID } from 'node:crypto'
import type { CreditKind } from '../../domain/credit.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { formatMonth } from '../../domain/period.ts'
import { plainDateIn, type PlainDate } from '../../domain/plain-date.ts'
import { formatDecimal } from '../../money/decimal.ts'
import { findConnection } from '../../store/connections.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { documentNumbers } from '../../store/document-numbers.ts'
import {
  listCountingCredits,
  nextCreditSequence,
  saveCredit,
  type CreditMemoText,
  type NewPostingCredit,
} from '../../store/posting-credits.ts'
import type { Posting } from '../../store/postings.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { InvalidInput } from '../../support/failure.ts'
import { sha256 } from '../../support/hash.ts'
import type { AdapterRegistry } from '../adapters.ts'
import { writeCarriedLines } from '../close/carried-text.ts'
import { requireOpenMonth } from '../close/require-open-month.ts'
import type { AppContext } from '../context.ts'
import { keptLedgerFacts } from '../ledger-facts.ts'
import { postingReference } from '../posting/posting-reference.ts'
import { recordActivity } from '../record-activity.ts'
import { CorrectionRefused } from './correction-refused.ts'
import { adjustmentLines, creditMemoOf } from './credit-document.ts'
import { creditedLines, type CreditRequest, type LineCredit } from './credited-lines.ts'
import { findCorrectedPosting, nameOfPosting, type CorrectedInvoice } from './find-corrected-posting.ts'

export interface CreditOrder extends CorrectedInvoice {
  readonly kind: CreditKind
  /** None: all that is left of the invoice. */
  readonly lines: readonly CreditRequest[]
  readonly reason: string
  /** The date of the credit memo; undefined: today. */
  readonly date: PlainDate | undefined
}

export interface ProposedCredit extends NewPostingCredit {
  /** The credit memo; undefined for an adjustment. */
  readonly document: Invoice | undefined
}

/**
 * Works out a credit of a posted invoice, exactly as it would be billed, and keeps it to be approved by its hash. Nothing
 * is posted, and nothing counts, before that.
 * @throws {CorrectionRefused} when there is no such invoice or line, more is credited than was billed, or the ledger could
 *   not hold the credit memo. {@link MonthClosed} for a credit memo of a closed month; its adjustment still goes.
 */
export async function proposeCredit(
  context: AppContext,
  adapters: AdapterRegistry,
  order: CreditOrder,
): Promise<ProposedCredit> {
  const reason = order.reason.trim()
  if (reason === '') throw new InvalidInput('Say why the client is credited: --why "...".')
  const { database, organization, actor } = context
  return withOrganization(database, organization.id, async (tx) => {
    if (order.kind === 'credit-memo') {
      await requireOpenMonth(
        tx,
        order.period,
        'a credit memo of it is not posted. --adjust puts it on the next invoice',
      )
    }
    const posting = await findCorrectedPosting(tx, order)
    const invoice = readInvoiceDocument(posting.invoice)
    const before = (await listCountingCredits(tx, posting.id)).flatMap(({ credited }) => credited)
    const credits = creditedLines(invoice, order.lines, before, order.kind)
    const id = randomUUID()
    const words = { invoiceNumber: nameOfPosting(posting), reason }
    const common = {
      ...{ id, postingId: posting.id, kind: order.kind, reason, proposedBy: actor, proposedAt: database.clock.now() },
      credited: credits.map(({ line, amount }) => ({ lineKey: line.lineKey, amount: formatDecimal(amount) })),
    }
    const proposed =
      order.kind === 'adjustment'
        ? { ...common, ...adjustment(invoice, credits, { ...words, creditId: id }) }
        : { ...common, ...(await creditMemo(tx, context, adapters, { posting, invoice, credits, order, words })) }
    await saveCredit(tx, proposed)
    const details = { client: order.clientId, kind: order.kind, corrects: words.invoiceNumber, reason }
    await recordActivity(tx, context, {
      action: 'propose-credit',
      subject: formatMonth(order.period),
      details: { ...details, credited: proposed.credited, sha256: proposed.sha256 },
    })
    return proposed
  })
}

type Worked = Pick<ProposedCredit, 'sha256' | 'memo' | 'carried' | 'document'>

function adjustment(
  invoice: Invoice,
  credits: readonly LineCredit[],
  words: Parameters<typeof adjustmentLines>[2],
): Worked {
  const carried = writeCarriedLines(adjustmentLines(invoice, credits, words))
  return { carried, sha256: sha256(carried), memo: undefined, document: undefined }
}

interface MemoWork {
  readonly posting: Posting
  readonly invoice: Invoice
  readonly credits: readonly LineCredit[]
  readonly order: CreditOrder
  readonly words: { readonly invoiceNumber: string; readonly reason: string }
}

async function creditMemo(
  tx: Transaction,
  context: AppContext,
  adapters: AdapterRegistry,
  { posting, invoice, credits, order, words }: MemoWork,
): Promise<Worked> {
  if (posting.documentKind === 'credit-memo') {
    throw new CorrectionRefused(
      `${words.invoiceNumber} is a credit memo itself. --adjust changes it on the next invoice.`,
    )
  }
  const sequence = await nextCreditSequence(tx, posting)
  const date = order.date ?? plainDateIn(context.organization.timeZone, context.database.clock.now())
  const document = creditMemoOf(invoice, credits, { ...words, sequence, date })
  const memo = await preparedMemo(tx, context, adapters, document)
  return { memo, document, carried: undefined, sha256: sha256(`${sha256(memo.document)}\n${sha256(memo.body)}`) }
}

async function preparedMemo(
  tx: Transaction,
  context: AppContext,
  adapters: AdapterRegistry,
  document: Invoice,
): Promise<CreditMemoText> {
  const { ledgerConnectionId, sequence, clientId, billingPeriod } = document
  const connection = await findConnection(tx, ledgerConnectionId)
  const adapter = adapters.ledgers.get(connection?.adapter ?? '')
  const facts = await keptLedgerFacts(context, ledgerConnectionId)
  const numbers = await documentNumbers(tx, { ledgerConnectionId, period: billingPeriod, sequence }, [clientId])
  const documentNumber = numbers.get(clientId)
  if (adapter === undefined || facts === undefined || documentNumber === undefined) {
    throw new CorrectionRefused(
      `Nothing is known of the ledger ${ledgerConnectionId}. Run \`seatledger sync ${ledgerConnectionId}\` first.`,
    )
  }
  const reference = postingReference(context.organization.id, document)
  const prepared = adapter.preparePosting(document, { documentNumber, reference, facts })
  if (prepared.problems.length > 0) {
    throw new CorrectionRefused(
      `${adapter.label} could not hold this credit memo: ${prepared.problems.map(({ message }) => message).join(' ')}`,
    )
  }
  const { body, documentKind } = prepared
  return { sequence, body, documentKind, documentNumber: prepared.documentNumber, document: canonicalJson(document) }
}

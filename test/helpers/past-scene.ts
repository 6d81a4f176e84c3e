import type { Contracts } from '../../emulators/simulated-msp/contracts/types.ts'
import { handBilled, type HandBilled, type HandWrittenInvoice } from '../../emulators/simulated-msp/past/hand-billed.ts'
import { truthOf } from '../../emulators/simulated-msp/truth.ts'
import type { Truth } from '../../emulators/simulated-msp/truth/types.ts'
import type { SimulatedMsp } from '../../emulators/simulated-msp/types.ts'
import type { PastEvidence } from '../../src/app/backfill/past-evidence.ts'
import { clientsByCustomer, linesOfDocuments } from '../../src/app/backfill/past-lines.ts'
import { contractsToConfig } from '../../src/cli/demo/contracts-to-config.ts'
import { readBillingConfig } from '../../src/config/read-billing-config.ts'
import { billingMonth } from '../../src/domain/period.ts'
import { addDays } from '../../src/domain/plain-date.ts'
import type { LedgerFacts, SalesDocument } from '../../src/ledgers/gateway.ts'
import { linkCorrections } from '../../src/reconciliation/link-corrections.ts'
import { centsText, readOf, simulatedConnection, timelineOf } from './simulated-distributor.ts'

// Two years of a simulated MSP that wrote its invoices by hand, as a backfill would have read all of it.

export const pastLedger = 'books'

export interface PastScene {
  readonly msp: SimulatedMsp
  readonly truth: Truth
  readonly written: HandBilled
  readonly evidence: PastEvidence
}

export function pastScene(msp: SimulatedMsp, seed: number | string): PastScene {
  const truth = truthOf(msp)
  const written = handBilled(msp, truth, seed)
  return { msp, truth, written, evidence: evidenceOf(msp, written) }
}

function evidenceOf(msp: SimulatedMsp, written: HandBilled): PastEvidence {
  const text = contractsToConfig(msp.contracts, factsOf(msp.contracts), {
    source: simulatedConnection,
    ledger: pastLedger,
  })
  const config = readBillingConfig(text, 'contracts', 1)
  const months = msp.months.map(billingMonth)
  const reads = msp.distributorInvoices.map((invoice) => readOf(invoice, invoice.creditedAt !== undefined))
  const linked = linkCorrections(reads)
  const counted = linked.distributorInvoices.filter(({ invoice }) => invoice.status !== 'credited')
  const documents = written.invoices.map(documentOf)
  const perMonth = new Map(months.map(({ start }) => [start, 0]))
  for (const { month } of written.invoices) {
    perMonth.set(`${month}-01`, (perMonth.get(`${month}-01`) ?? 0) + 1)
  }
  return {
    months,
    asOf: addDays(months.at(-1)?.end ?? '', 9),
    invoicesBill: 'same-month',
    configs: new Map(months.map(({ start }) => [start, { config, wasInForce: false }])),
    newestConfig: config,
    timelines: msp.subscriptions.map(timelineOf),
    charges: counted.flatMap(({ charges }) => charges),
    ...linked,
    ledgers: [{ connectionId: pastLedger, documents: perMonth, why: 'it was not read' }],
    billed: linesOfDocuments(pastLedger, documents, clientsByCustomer(config.clients), 'same-month'),
    productNames: new Map(msp.products.map(({ productId, name }) => [`${simulatedConnection}\n${productId}`, name])),
    companyNames: new Map(msp.companies.map(({ companyId, name }) => [`${simulatedConnection}\n${companyId}`, name])),
    recoverMonths: 12,
  }
}

function documentOf({ clientId, month, currency, lines }: HandWrittenInvoice): SalesDocument {
  return {
    ...{ documentKind: 'invoice', documentId: `${clientId} ${month}`, documentNumber: undefined, voided: false },
    ...{ customerId: `customer ${clientId}`, currency, date: addDays(billingMonth(month).end, -1) },
    lines: lines.map(({ itemId, quantity, unitPrice, amountCents }) => ({
      ...{ itemId: `item ${itemId}`, description: undefined, quantity, unitPrice, amount: centsText(amountCents) },
      serviceDate: undefined,
    })),
  }
}

function factsOf({ clients, items }: Contracts): LedgerFacts {
  return {
    ...{ readAt: '', companyName: '', country: 'US', homeCurrency: 'USD', multicurrency: true },
    ...{ closedThrough: undefined, acceptsOurNumbers: true, salesTax: 'none' },
    customers: clients.flatMap(({ clientId, ledgerCustomer }) =>
      ledgerCustomer === undefined
        ? []
        : [
            {
              ...{ customerId: `customer ${clientId}`, name: ledgerCustomer.displayName, active: true },
              ...{ currency: ledgerCustomer.currency, email: undefined },
            },
          ],
    ),
    items: items.map(({ itemId, name }) => ({ ledgerItemId: `item ${itemId}`, name, active: true, kind: 'Service' })),
  }
}

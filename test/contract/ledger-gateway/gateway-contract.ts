import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { comparePosted } from '../../../src/app/posting/compare-posted.ts'
import type { Invoice } from '../../../src/domain/invoice.ts'
import { absoluteDecimal, decimal, equalDecimals } from '../../../src/money/decimal.ts'
import {
  LedgerAuthentication,
  LedgerDuplicate,
  LedgerNotFound,
  LedgerThrottled,
  LedgerUnavailable,
  PostingOutcomeUnknown,
  PostingRejected,
} from '../../../src/ledgers/errors.ts'
import { invoice, invoiceLine } from '../../../src/ledgers/fixtures/bear-creek.ts'
import type { DocumentQuery, LedgerFacts, PostedDocument, PreparedPosting } from '../../../src/ledgers/gateway.ts'
import { anyLine } from './any-line.ts'
import type { ContractScene, ContractSubject } from './contract-scene.ts'

const running = new AbortController().signal
const reference = 'seatledger books/bear-creek/2026-04/0'

/** What every gateway must do, whatever its ledger. Called once in a test file of each adapter. */
export function gatewayContract(subject: ContractSubject): void {
  const { ledger, currency } = subject
  const scenes: ContractScene[] = []
  let requests = 0

  afterEach(async () => {
    await Promise.all(scenes.splice(0).map((scene) => scene.close()))
  })

  async function openScene(): Promise<ContractScene & { readonly facts: LedgerFacts }> {
    const scene = await subject.open()
    scenes.push(scene)
    return { ...scene, facts: await scene.gateway.readFacts(running) }
  }
  type Scene = Awaited<ReturnType<typeof openScene>>

  /** April of Bear Creek Winery: 17 seats, Carla for 19 of 30 days, Sandra's last 15 days taken off: 376.93. */
  function april({ itemId, customerId }: Scene, changes: Partial<Invoice> = {}): Invoice {
    const part = { ledgerItemId: itemId, unitPrice: '22.00', taxable: false }
    return invoice(
      [
        invoiceLine({ ledgerItemId: itemId, taxable: false }),
        invoiceLine({ ...part, quantity: '1', proration: { days: 19, of: 30 }, amount: '13.93' }),
        invoiceLine({ ...part, quantity: '-1', proration: { days: 15, of: 30 }, amount: '-11.00' }),
      ],
      { ledgerCustomerId: customerId, currency, ...changes },
    )
  }

  function creditOf({ itemId, customerId }: Scene): Invoice {
    const line = invoiceLine({ ledgerItemId: itemId, quantity: '-2', amount: '-44.00', taxable: false })
    return invoice([line], { ledgerCustomerId: customerId, currency, kind: 'credit-memo' })
  }

  function prepare(scene: Scene, document: Invoice, index = 42): PreparedPosting {
    const prepared = ledger.preparePosting(document, {
      documentNumber: subject.documentNumber(index),
      reference,
      facts: scene.facts,
    })
    expect(prepared.problems).toEqual([])
    return prepared
  }

  function send(scene: Scene, prepared: PreparedPosting, requestId?: string): Promise<PostedDocument> {
    requests += 1
    const { documentKind, body, documentNumber } = prepared
    const id = requestId ?? `6f1f6a0e-1f2b-4c3d-8e4f-${String(requests).padStart(12, '0')}`
    return scene.gateway.post(
      { documentKind, body, requestId: id, documentNumber, customerId: scene.customerId, reference },
      running,
    )
  }

  function queryFor(scene: Scene, prepared: PreparedPosting): DocumentQuery {
    const { documentKind, documentNumber } = prepared
    return { documentKind, documentNumber, customerId: scene.customerId, date: '2026-04-30', reference }
  }

  /** As the posting protocol goes on after an outcome that is unknown: look it up, and only then send it again. */
  async function settle(scene: Scene, prepared: PreparedPosting, requestId: string): Promise<PostedDocument> {
    const [found, ...others] = await scene.gateway.find(queryFor(scene, prepared), running)
    expect(others).toEqual([])
    return found ?? send(scene, prepared, requestId)
  }

  function expectAsApproved(scene: Scene, prepared: PreparedPosting, posted: PostedDocument): void {
    const differences = comparePosted(scene.gateway.readPrepared(prepared.body), posted)
    expect(differences.filter(({ kind }) => kind !== 'tax')).toEqual([])
    expect(posted).toMatchObject({ documentKind: prepared.documentKind, customerId: scene.customerId, reference })
    expect(posted.documentId).not.toBe('')
    expect(posted.voided).toBe(false)
    if (prepared.documentNumber !== undefined) expect(posted.documentNumber).toBe(prepared.documentNumber)
  }

  describe(`${ledger.label}: an approved invoice`, () => {
    test('is taken as it stands, and is found and read back the same', async () => {
      const scene = await openScene()
      const prepared = prepare(scene, april(scene))
      const posted = await send(scene, prepared)
      expectAsApproved(scene, prepared, posted)
      expect(posted).toMatchObject({ date: '2026-04-30', netTotal: '376.93', total: '376.93' })
      expect(posted.lines.map(({ amount }) => amount)).toEqual(['374.00', '13.93', '-11.00'])
      const [found, ...others] = await scene.gateway.find(queryFor(scene, prepared), running)
      expect(others).toEqual([])
      const readBack = [
        found,
        await scene.gateway.read(posted.documentId, running),
        ...(await scene.gateway.readMany('invoice', [posted.documentId, posted.documentId], running)),
      ]
      for (const document of readBack) {
        if (document === undefined) throw new Error('The posted document is not found again.')
        expectAsApproved(scene, prepared, document)
        expect(document.documentId).toBe(posted.documentId)
      }
    })

    test('below zero is a credit memo, which is found and read back as one', async () => {
      const scene = await openScene()
      const prepared = prepare(scene, creditOf(scene))
      expect(prepared.documentKind).toBe('credit-memo')
      const posted = await send(scene, prepared)
      expectAsApproved(scene, prepared, posted)
      expect(posted).toMatchObject({ netTotal: '44.00', total: '44.00' })
      const found = await scene.gateway.find(queryFor(scene, prepared), running)
      expect(found.map(({ documentId }) => documentId)).toEqual([posted.documentId])
      expect(await scene.gateway.read(posted.documentId, running)).toMatchObject({ documentKind: 'credit-memo' })
    })

    test('is prepared to the same bytes each time, whatever was prepared before it', async () => {
      const scene = await openScene()
      const first = prepare(scene, april(scene))
      prepare(scene, creditOf(scene), 7)
      expect(prepare(scene, april(scene))).toEqual(first)
    })

    test('that others do not concern: another number, customer or reference is not found', async () => {
      const scene = await openScene()
      const prepared = prepare(scene, april(scene))
      await send(scene, prepared)
      const query = queryFor(scene, prepared)
      const other =
        query.documentNumber === undefined
          ? { ...query, reference: `${reference}1` }
          : { ...query, documentNumber: subject.documentNumber(43) }
      expect(await scene.gateway.find(other, running)).toEqual([])
    })

    test('whatever is billed, the amounts in the ledger are the approved ones to the cent', async () => {
      const scene = await openScene()
      let number = 100
      await fc.assert(
        fc.asyncProperty(fc.array(anyLine(scene.itemId, currency), { minLength: 1, maxLength: 5 }), async (lines) => {
          number += 1
          const approved = invoice(lines, { ledgerCustomerId: scene.customerId, currency })
          const prepared = prepare(scene, approved, number)
          const posted = await send(scene, prepared)
          expectAsApproved(scene, prepared, posted)
          expect(equalDecimals(decimal(posted.netTotal), absoluteDecimal(decimal(approved.total)))).toBe(true)
        }),
        { numRuns: subject.anyInvoices ?? 25 },
      )
    })
  })

  describe(`${ledger.label}: what it cannot hold is said before approval`, () => {
    test('a customer or an item that is not there, and books that are closed', async () => {
      const scene = await openScene()
      const problemsOf = (document: Invoice, facts = scene.facts): readonly string[] =>
        ledger
          .preparePosting(document, { documentNumber: subject.documentNumber(1), reference, facts })
          .problems.map(({ message }) => message)
      expect(problemsOf(april(scene, { ledgerCustomerId: 'nobody' }))).toEqual([expect.stringContaining('nobody')])
      expect(problemsOf(april(scene), { ...scene.facts, closedThrough: '2026-04-30' })).toEqual([
        expect.stringContaining('2026-04-30'),
      ])
      expect(problemsOf(april(scene, { lines: [], total: '0' }))).not.toEqual([])
      expect(problemsOf(april(scene, { total: '376.92' }))).toEqual([expect.stringContaining('376.92')])
    })

    test('a currency that it does not keep', async () => {
      const scene = await openScene()
      const facts = { ...scene.facts, multicurrency: false, currencies: [currency] }
      const { problems } = ledger.preparePosting(april(scene, { currency: 'CHF' }), {
        documentNumber: subject.documentNumber(1),
        reference,
        facts,
      })
      expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining('CHF')])
    })
  })

  describe(`${ledger.label}: whatever happens on the way, there is one document`, () => {
    test.each(['lost-after', 'cut-after', 'error-after'] as const)(
      'after %s the outcome is unknown, and the document is found and adopted',
      async (trouble) => {
        const scene = await openScene()
        const prepared = prepare(scene, april(scene))
        scene.meet(trouble)
        await expect(send(scene, prepared, 'request-1')).rejects.toThrow(PostingOutcomeUnknown)
        expect(scene.documentCount()).toBe(1)
        expectAsApproved(scene, prepared, await settle(scene, prepared, 'request-1'))
        expect(scene.documentCount()).toBe(1)
      },
    )

    test.each(['lost-before', 'unavailable', 'web-page'] as const)(
      'after %s the outcome is unknown, nothing is found, and the same bytes make the document',
      async (trouble) => {
        const scene = await openScene()
        const prepared = prepare(scene, april(scene))
        scene.meet(trouble)
        await expect(send(scene, prepared, 'request-1')).rejects.toThrow(PostingOutcomeUnknown)
        expect(scene.documentCount()).toBe(0)
        expectAsApproved(scene, prepared, await settle(scene, prepared, 'request-1'))
        expect(scene.documentCount()).toBe(1)
      },
    )

    test('a credit memo whose answer is lost is found too', async () => {
      const scene = await openScene()
      const prepared = prepare(scene, creditOf(scene))
      scene.meet('lost-after')
      await expect(send(scene, prepared, 'request-1')).rejects.toThrow(PostingOutcomeUnknown)
      expectAsApproved(scene, prepared, await settle(scene, prepared, 'request-1'))
      expect(scene.documentCount()).toBe(1)
    })

    test.skipIf(!ledger.capabilities.refusesUsedNumbers)('a number that is used is a duplicate', async () => {
      const scene = await openScene()
      const prepared = prepare(scene, april(scene))
      await send(scene, prepared)
      await expect(send(scene, prepared)).rejects.toThrow(LedgerDuplicate)
      expect(scene.documentCount()).toBe(1)
    })

    test('a refused document holds up none of the others', async () => {
      const scene = await openScene()
      const rejected = prepare(scene, april(scene), 1)
      const other = prepare(scene, april(scene), 2)
      const isRefused = refuseNext(scene)
      if (isRefused) {
        await expect(send(scene, rejected)).rejects.toThrow(PostingRejected)
        expect(scene.documentCount()).toBe(0)
        scene.byHand.closeBooks?.('2026-03-31')
      }
      await send(scene, other)
      expect(scene.documentCount()).toBe(1)
    })

    /** Closes the month of the invoice after it was approved. */
    function refuseNext({ byHand }: Scene): boolean {
      byHand.closeBooks?.('2026-04-30')
      return byHand.closeBooks !== undefined
    }

    test('a customer made inactive after approval', async () => {
      const scene = await openScene()
      const prepared = prepare(scene, april(scene))
      scene.byHand.makeInactive(scene.customerId)
      if (subject.inactiveCustomer === 'refused') await expect(send(scene, prepared)).rejects.toThrow(PostingRejected)
      else expectAsApproved(scene, prepared, await send(scene, prepared))
      const { customers } = await scene.gateway.readFacts(running)
      expect(customers.find(({ customerId }) => customerId === scene.customerId)?.active).not.toBe(true)
    })

    test('an outage while looking up is said, never taken for "none"', async () => {
      const scene = await openScene()
      const prepared = prepare(scene, april(scene))
      for (const trouble of ['unavailable', 'lost-before', 'web-page'] as const) {
        scene.meet(trouble)
        await expect(scene.gateway.find(queryFor(scene, prepared), running)).rejects.toThrow(LedgerUnavailable)
      }
    })

    test('a caller who gave up before anything was sent has sent nothing', async () => {
      const scene = await openScene()
      const prepared = prepare(scene, april(scene))
      const { documentKind, body, documentNumber } = prepared
      const request = {
        documentKind,
        body,
        documentNumber,
        requestId: 'request-1',
        customerId: scene.customerId,
        reference,
      }
      await expect(scene.gateway.post(request, AbortSignal.abort(new Error('gave up')))).rejects.toThrow('gave up')
      expect(scene.documentCount()).toBe(0)
    })

    test('a stored body that belongs to another posting is not sent', async () => {
      const scene = await openScene()
      const { documentKind, body, documentNumber } = prepare(scene, april(scene))
      const request = { documentKind, body, documentNumber, requestId: 'request-1', customerId: 'another', reference }
      await expect(scene.gateway.post(request, running)).rejects.toThrow(PostingRejected)
      expect(scene.documentCount()).toBe(0)
    })
  })

  describe(`${ledger.label}: the connection`, () => {
    test('names the company, and its lists hold the customer and the item', async () => {
      const scene = await openScene()
      expect((await scene.gateway.check(running)).company).toBe(scene.facts.companyName)
      expect(scene.facts).toMatchObject({ homeCurrency: currency })
      expect(scene.facts.customers).toContainEqual(
        expect.objectContaining({ customerId: scene.customerId, active: true }),
      )
      expect(scene.facts.items).toContainEqual(expect.objectContaining({ ledgerItemId: scene.itemId, active: true }))
    })

    test('a request to wait pauses the company, and nothing was done', async () => {
      const scene = await openScene()
      const prepared = prepare(scene, april(scene))
      scene.meet('throttled')
      await expect(send(scene, prepared)).rejects.toThrow(LedgerThrottled)
      expect(scene.tools.pauses).toHaveLength(1)
      expect(scene.documentCount()).toBe(0)
    })

    test.skipIf(subject.issuesTokens === false)(
      'a token that expired is refreshed once, stored, and the document goes out once',
      async () => {
        const scene = await openScene()
        const before = scene.tools.stored.length
        const prepared = prepare(scene, april(scene))
        scene.meet('token-expired')
        await send(scene, prepared)
        expect(scene.documentCount()).toBe(1)
        expect(scene.tools.stored).toHaveLength(before + 1)
      },
    )

    test.skipIf(subject.issuesTokens === false)(
      'tokens age: the next day they are refreshed, and the day after again',
      async () => {
        const scene = await openScene()
        for (const days of [1, 2]) {
          const before = scene.tools.stored.length
          scene.tools.clock.advanceBy(86_400_000)
          await scene.gateway.check(running)
          expect(scene.tools.stored.length, `after ${String(days)} days`).toBeGreaterThan(before)
        }
      },
    )

    test('a grant that was taken back stops the company, with what to do', async () => {
      const scene = await openScene()
      const prepared = prepare(scene, april(scene))
      scene.meet('grant-revoked')
      const sent = send(scene, prepared)
      await expect(sent).rejects.toThrow(LedgerAuthentication)
      await expect(sent).rejects.toThrow(/[Cc]onnect/)
      expect(scene.documentCount()).toBe(0)
    })

    test('an id that nothing has is not found', async () => {
      const scene = await openScene()
      const posted = await send(scene, prepare(scene, april(scene)))
      const unknownId = posted.documentId.replace(/.$/, (last) => (last === '9' ? '8' : '9'))
      await expect(scene.gateway.read(unknownId, running)).rejects.toThrow(LedgerNotFound)
      expect(await scene.gateway.readMany('invoice', [unknownId], running)).toEqual([])
    })
  })

  describe(`${ledger.label}: what changes in the ledger`, () => {
    test('and its list of the invoices of a stretch of days, where it has one, holds all of these and no others', async () => {
      const scene = await openScene()
      const { listInvoices } = scene.gateway
      expect(listInvoices !== undefined).toBe(subject.listsInvoices === true)
      if (listInvoices === undefined) return
      const dated = async (index: number, invoiceDate: string): Promise<string> =>
        (await send(scene, prepare(scene, april(scene, { invoiceDate }), index))).documentId
      const first = await dated(1, '2026-04-29')
      const second = await dated(2, '2026-04-30')
      await dated(3, '2026-05-01')
      await send(scene, prepare(scene, creditOf(scene), 4))
      const listed = await listInvoices({ start: '2026-04-29', end: '2026-05-01' }, running)
      expect(listed.map(({ documentId }) => documentId).sort()).toEqual([first, second].sort())
      for (const { documentKind, customerId, netTotal } of listed) {
        expect([documentKind, customerId, netTotal]).toEqual(['invoice', scene.customerId, '376.93'])
      }
      expect(await listInvoices({ start: '2026-04-01', end: '2026-04-29' }, running)).toEqual([])
    })

    test('by hand is among its changes, and nothing that was before', async () => {
      const scene = await openScene()
      const posted = await send(scene, prepare(scene, april(scene)))
      scene.tools.clock.advanceBy(60_000)
      const since = scene.tools.clock.now()
      expect(await scene.gateway.changesSince(since, running)).toEqual([])
      scene.tools.clock.advanceBy(60_000)
      scene.byHand.changeText(posted.documentId, 'Something else')
      const changes = await scene.gateway.changesSince(since, running)
      expect(changes).toHaveLength(1)
      const [change] = changes ?? []
      if (change?.kind !== 'changed') throw new Error('The change is not there.')
      expect(change.document.documentId).toBe(posted.documentId)
      expect(change.document.lines[0]?.description).toContain('Something else')
      expect(change.document.netTotal).toBe('376.93')
    })

    test('and is taken away there is seen: among the changes, or as a document that is void or not there', async () => {
      const scene = await openScene()
      const posted = await send(scene, prepare(scene, april(scene)))
      scene.tools.clock.advanceBy(60_000)
      const since = scene.tools.clock.now()
      scene.tools.clock.advanceBy(60_000)
      scene.byHand.remove(posted.documentId)
      if (ledger.capabilities.deletionsVisible) {
        const changes = await scene.gateway.changesSince(since, running)
        expect(changes?.map((change) => change.kind === 'deleted' || change.document.voided)).toEqual([true])
      }
      const left = await scene.gateway.readMany('invoice', [posted.documentId], running)
      expect(left.filter(({ voided }) => !voided)).toEqual([])
    })

    test('a void takes it back, under a request that may be sent again', async () => {
      const scene = await openScene()
      const voidDocument = scene.gateway.voidDocument
      if (voidDocument === undefined) return
      const posted = await send(scene, prepare(scene, april(scene)))
      const request = {
        documentKind: 'invoice',
        documentId: posted.documentId,
        version: posted.version ?? '',
        requestId: 'void-1',
      } as const
      expect(await voidDocument(request, running)).toMatchObject({ documentId: posted.documentId, voided: true })
      expect(await scene.gateway.read(posted.documentId, running)).toMatchObject({ voided: true })
      expect(scene.documentCount()).toBe(0)
    })

    test('after it was looked at: such a document is not voided', async () => {
      const scene = await openScene()
      const voidDocument = scene.gateway.voidDocument
      if (voidDocument === undefined) return
      const posted = await send(scene, prepare(scene, april(scene)))
      scene.tools.clock.advanceBy(60_000)
      scene.byHand.changeText(posted.documentId, 'Something else')
      const request = {
        documentKind: 'invoice',
        documentId: posted.documentId,
        version: posted.version ?? '',
        requestId: 'void-1',
      } as const
      await expect(voidDocument(request, running)).rejects.toThrow(PostingRejected)
      expect(scene.documentCount()).toBe(1)
    })
  })
}

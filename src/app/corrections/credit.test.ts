import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startProgram } from '../../../test/helpers/child-process.ts'
import { failureOf } from '../../../test/helpers/failure-of.ts'
import { openPostingScene, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { adapterRegistry } from '../../cli/adapter-registry.ts'
import { billingMonth } from '../../domain/period.ts'
import { withOrganization } from '../../store/database.ts'
import { listCredits, type PostingCredit } from '../../store/posting-credits.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
import { systemClock } from '../../support/clock.ts'
import { currentRuns } from '../find-run.ts'
import { examinePostings } from '../doctor/examine-postings.ts'
import { approveCredit, withdrawCredit } from './approve-credit.ts'
import { proposeCredit, type CreditOrder, type ProposedCredit } from './propose-credit.ts'
import { voidPosting } from './void-posting.ts'

const { signal } = new AbortController()
const reason = 'Two seats billed in error'
let scene: PostingScene

beforeAll(async () => {
  scene = await openPostingScene({ clock: systemClock, clients: 2, firstYear: 1996 })
})

beforeEach(() => {
  scene.faults.reset()
})

afterAll(() => scene.close())

async function postedMonth(): Promise<string> {
  const month = scene.freshMonth()
  await scene.post(await scene.approvedRun(month))
  return month
}

/** Of the second client, whose one line is 2 x 100.00. */
const key = 'client-02-support:1'

async function propose(month: string, order: Partial<CreditOrder> = {}): Promise<ProposedCredit> {
  return proposeCredit(scene.context, adapterRegistry, {
    ...{ period: billingMonth(month), clientId: 'client-02', documentNumber: undefined, reason, date: undefined },
    ...{ kind: 'credit-memo', lines: [{ lineKey: await keyOf(month), amount: '30.00' }], ...order },
  })
}

async function keyOf(month: string): Promise<string> {
  const [, posting] = await scene.postings(month)
  return readInvoiceDocument(posting?.invoice ?? '').lines[0]?.lineKey ?? key
}

async function post(month: string): Promise<void> {
  const [run] = await currentRuns(scene.context, billingMonth(month))
  await scene.post(run)
}

function credits(month: string): Promise<readonly PostingCredit[]> {
  const { database, organization } = scene.context
  return withOrganization(database, organization.id, (tx) => listCredits(tx, billingMonth(month)))
}

const creditedAndBoth = ['Company of client-01 100.00', 'Company of client-02 200.00', 'Company of client-02 30.00']

test('a credit memo of a part of one line is shown, approved by its hash, and posted once under a number of its own', async () => {
  const month = await postedMonth()
  const { sha256, document, memo } = await propose(month)
  expect(document).toMatchObject({ kind: 'credit-memo', total: '-30.00', sequence: 1 })
  expect(document?.lines.map(({ amount, billingLineId }) => [amount, billingLineId])).toEqual([['-30.00', '']])
  // What is only proposed is not billed, whoever posts.
  await post(month)
  expect(scene.inLedger(month)).toEqual(scene.allOnce())

  const approver = { ...scene.context, actor: 'anna' }
  expect((await approveCredit(approver, sha256.slice(0, 12))).newly).toBe(true)
  expect((await approveCredit(scene.context, sha256)).newly).toBe(false)
  await post(month)
  await post(month)
  expect(scene.inLedger(month)).toEqual(creditedAndBoth)
  const postings = await scene.postings(month)
  expect(
    postings.map(({ documentKind, sequence, state, netTotal }) => [documentKind, sequence, state, netTotal]),
  ).toEqual([
    ['invoice', 0, 'posted', '100.00'],
    ['invoice', 0, 'posted', '200.00'],
    ['credit-memo', 1, 'posted', '-30.00'],
  ])
  expect(postings[2]).toMatchObject({ documentNumber: memo?.documentNumber, body: memo?.body })
  expect(postings[2]?.differences).not.toContain('"wantsPerson":true')
  expect(await credits(month)).toMatchObject([
    {
      correctedNumber: postings[1]?.documentNumber,
      proposedBy: 'carla',
      approvedBy: 'anna',
      reason,
      postingState: 'posted',
    },
  ])
})

test('no line gives back more than it billed, whatever is proposed side by side', async () => {
  const month = await postedMonth()
  const lineKey = await keyOf(month)
  const first = await propose(month, { lines: [{ lineKey, amount: '150.00' }] })
  const second = await propose(month, { lines: [{ lineKey, amount: '60.00' }] })
  await approveCredit(scene.context, first.sha256)
  expect((await failureOf(approveCredit(scene.context, second.sha256))).message).toContain('more than the 200.00')
  expect((await failureOf(propose(month, { lines: [{ lineKey, amount: '50.01' }] }))).message).toContain(
    '50.00 is not credited yet',
  )
  // The rest of the invoice is what is left of it.
  const rest = await propose(month, { lines: [] })
  expect(rest.document?.total).toBe('-50.00')
  for (const [amount, told] of [
    ['0', 'nothing'],
    ['1.234', 'no amount'],
    ['ten', 'no amount'],
    ['-5.00', '--adjust'],
  ]) {
    expect((await failureOf(propose(month, { lines: [{ lineKey, amount }] }))).message).toContain(told)
  }
  expect((await failureOf(propose(month, { lines: [{ lineKey: 'none', amount: '1' }] }))).message).toContain(lineKey)
  expect((await failureOf(propose(month, { reason: ' ' }))).message).toContain('--why')
})

test('an invoice of which something was credited is not voided; a credit that nobody sent is taken back', async () => {
  scene.company.setPreferences({ appliesCreditsAutomatically: false })
  const month = await postedMonth()
  const { sha256 } = await propose(month)
  await approveCredit(scene.context, sha256)
  const order = { period: billingMonth(month), clientId: 'client-02', documentNumber: undefined, reason }
  const voids = (): Promise<unknown> => voidPosting(scene.context, adapterRegistry, scene.keys, order, signal)
  expect((await failureOf(voids())).message).toContain('credited twice')
  await withdrawCredit(scene.context, sha256, 'It was right after all')
  expect((await failureOf(approveCredit(scene.context, sha256))).message).toContain('was taken back')
  await post(month)
  expect(scene.inLedger(month)).toEqual(scene.allOnce())

  const again = await propose(month)
  await approveCredit(scene.context, again.sha256)
  await post(month)
  const refused = await failureOf(withdrawCredit(scene.context, again.sha256, 'Too late'))
  expect(refused.message).toContain('Delete S96')
  // Deleted there and noted, it counts nothing any more. Applied to the invoice it could not be deleted.
  const memo = (await scene.postings(month)).find(({ creditId }) => creditId !== undefined)
  scene.company.voidOrDelete('CreditMemo', memo?.documentId ?? '', 'delete')
  await voidPosting(
    scene.context,
    adapterRegistry,
    scene.keys,
    { ...order, documentNumber: memo?.documentNumber },
    signal,
  )
  await voids()
  expect(scene.inLedger(month)).toEqual(['Company of client-01 100.00', 'Company of client-02 0.00'])
  // The month is billed anew beside them, under a sequence that nothing had; the credit that was taken back had 1.
  await scene.post(await scene.approvedRun(month))
  expect((await scene.postings(month)).map(({ sequence, state }) => [sequence, state])).toEqual([
    [0, 'posted'],
    [0, 'posted'],
    [2, 'posted'],
    [3, 'posted'],
  ])
})

test('one that the ledger refuses is told with its next step, and can be taken back', async () => {
  const month = await postedMonth()
  const { sha256 } = await propose(month)
  await approveCredit(scene.context, sha256)
  const [, invoice] = await scene.postings(month)
  scene.company.change('Customer', invoice?.customerId ?? '', { Active: false })
  await post(month)
  scene.company.change('Customer', invoice?.customerId ?? '', { Active: true })
  expect(await scene.states(month)).toEqual(['posted', 'posted', 'rejected'])
  expect((await examinePostings(scene.context))[0]?.nextStep).toContain(`--withdraw ${sha256.slice(0, 12)}`)
  await withdrawCredit(scene.context, sha256, 'Refused')
  expect((await examinePostings(scene.context))[0]?.state).toBe('good')
  expect((await propose(month)).memo?.sequence).toBe(2)
})

test('an adjustment is a line on the next invoice, linked to what it corrects, billed once', async () => {
  const month = await postedMonth()
  const next = scene.freshMonth()
  const { sha256 } = await propose(month, { kind: 'adjustment' })
  const totals = async (): Promise<readonly string[]> =>
    (await scene.invoices(await scene.run(next))).map(({ total }) => total)
  expect(await totals()).toEqual(['100.00', '200.00'])
  await approveCredit(scene.context, sha256)
  expect(await totals()).toEqual(['100.00', '170.00'])
  const [, posted] = await scene.postings(month)
  await scene.post(await scene.approvedRun(next))
  expect(scene.inLedger(next)).toEqual(['Company of client-01 100.00', 'Company of client-02 200.00 -30.00'])
  const [, adjusted] = await scene.postings(next)
  const line = readInvoiceDocument(adjusted?.invoice ?? '').lines[1]
  expect(line?.reasons.steps[0]?.working).toBe(`corrects invoice ${posted?.documentNumber ?? ''}: ${reason}`)
  expect((await failureOf(withdrawCredit(scene.context, sha256, 'Too late'))).message).toContain(
    'on an invoice already',
  )
  // Nothing is left of it for the month after.
  const later = await scene.invoices(await scene.run(scene.freshMonth()))
  expect(later.map(({ total }) => total)).toEqual(['100.00', '200.00'])
})

/** More than the course of one approval and posting has. */
const mostSteps = 200
/** Each kill costs a process, so a test run takes every ninth step; `npm run soak` takes all of them. */
const stride = process.env['SEATLEDGER_KILL_EVERYWHERE'] === 'yes' ? 1 : 9

test('killed at any statement and any request of approving and posting it, the next call posts the credit memo once', async () => {
  const seen: string[] = []
  for (let step = 1; step <= mostSteps; step += stride) {
    const month = await postedMonth()
    const { sha256 } = await propose(month)
    const child = startProgram('post-and-die', [scene.test.url, scene.keyText, 'credit', sha256])
    await child.line('ready')
    child.tell(String(step))
    await child.gone
    const words = child.lines.find((line) => /^(?:dies|done)/.test(line)) ?? child.lines.join('\n')
    seen.push(words)
    await scene.endLeases()
    await approveCredit(scene.context, sha256)
    await post(month)
    expect([words, scene.inLedger(month)]).toEqual([words, creditedAndBoth])
    expect([words, await scene.states(month)]).toEqual([words, ['posted', 'posted', 'posted']])
    if (words.startsWith('done')) break
  }
  expect(seen.at(-1)).toMatch(/^done after \d+ steps$/)
}, 600_000)

import { afterEach, expect, test } from 'vitest'
import { createExampleTenant } from '../../../emulators/pax8/example-tenant.ts'
import { openSyncScene, syncConnection, type SyncScene } from '../../../test/helpers/sync-scene.ts'
import type { TotalRule } from '../../reconciliation/tie-out.ts'
import { newestAnswers, type StoredAnswer } from '../../store/source-answers.ts'
import { examineAnswers } from '../doctor/examine-answers.ts'
import { totalIdentityAnswer } from './total-identity-answer.ts'

const opened: SyncScene[] = []

async function open(options: Parameters<typeof openSyncScene>[0] = {}): Promise<SyncScene> {
  const scene = await openSyncScene({ pageSize: 200, ...options })
  opened.push(scene)
  return scene
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((scene) => scene.close()))
})

async function answersOf(scene: SyncScene): Promise<ReadonlyMap<string, StoredAnswer>> {
  const answers = await scene.inOrganization((tx) => newestAnswers(tx, syncConnection))
  return new Map(answers.map((answer) => [answer.question, answer]))
}

/** Only the probe asks for the newest invoices first. */
function timesProbed({ pax8 }: SyncScene): number {
  return pax8.emulator.requests.filter(({ query }) => query.includes('invoiceDate%2Cdesc')).length
}

test('the first sync asks, keeps the answers with their evidence, and a night without a new invoice asks nothing', async () => {
  const scene = await open()
  await scene.syncOn('2026-04-06')
  const answers = await answersOf(scene)
  expect(answers.get('end-of-period')).toMatchObject({ state: 'answered', answer: 'exclusive' })
  expect(answers.get('history-ids')).toMatchObject({ state: 'not-known-yet', answer: undefined })
  expect(answers.get('total-is')?.evidence).toEqual(
    expect.arrayContaining([expect.stringContaining('for Harborlight IT in USD')]),
  )
  expect(timesProbed(scene)).toBe(1)
  await scene.syncOn('2026-04-07')
  expect(timesProbed(scene)).toBe(1)
})

test('a new invoice is asked before its lines are read, so that they are read by what it shows', async () => {
  const state = createExampleTenant()
  const invoices = state.invoices.all().map((invoice) => ({ invoice, items: state.invoiceItemsOf(invoice.id) }))
  for (const { invoice } of invoices) state.invoices.delete(invoice.id)
  const scene = await open({ state, switches: { creditSign: 'positive' } })
  await scene.syncOn('2026-04-03')
  expect((await answersOf(scene)).get('credit-sign')).toMatchObject({ state: 'not-known-yet' })
  for (const { invoice, items } of invoices) state.publishInvoice(invoice, items)
  const { problems } = await scene.syncOn('2026-04-06')
  expect((await answersOf(scene)).get('credit-sign')).toMatchObject({ state: 'answered', answer: 'above-zero' })
  expect(problems.filter(({ code }) => code === 'sign-unclear')).toEqual([])
})

test('a probe that is refused costs the sync nothing: it is noted, and asked again', async () => {
  const scene = await open()
  const failures = [{ kind: 'forbidden', path: '/v1/subscriptions', skip: 1, times: 1 }] as const
  scene.pax8.emulator.faults.set({ failures: [...failures] })
  const first = await scene.syncOn('2026-04-06')
  expect([first.complete, first.failure]).toEqual([true, undefined])
  expect(first.problems.map(({ code }) => code)).toContain('probe-failed')
  await scene.syncOn('2026-04-07')
  expect((await answersOf(scene)).get('end-of-period')).toMatchObject({ state: 'answered' })
})

test('doctor shows each answer with what it rests on, and what is not known yet as nothing to do', async () => {
  const scene = await open()
  await scene.syncOn('2026-04-06')
  const findings = await examineAnswers(scene.context)
  const end = findings.find(({ code }) => code === 'source.answer.end-of-period')
  expect(end).toMatchObject({ state: 'good', subject: syncConnection })
  expect(end?.message).toMatch(
    /^An item's `endPeriod` is the first day after its period \(.*Seen: an item on the invoice/,
  )
  const unknown = findings.find(({ code }) => code === 'source.answer.history-ids')
  expect(unknown).toMatchObject({ state: 'notice', nextStep: expect.stringContaining('Nothing to do') as string })
})

const rule = (rest: Partial<TotalRule>): TotalRule => ({
  ...{
    connectionId: 'pax8',
    partnerName: undefined,
    currency: 'USD',
    holds: ['cost-and-tax'],
    testedOn: 3,
    brokenBy: [],
  },
  ...rest,
})

test('the total is answered where all partners’ invoices leave one sum, left open between two, and alarmed when broken', () => {
  expect(totalIdentityAnswer([])).toMatchObject({ state: 'not-known-yet' })
  expect(totalIdentityAnswer([rule({}), rule({ holds: ['cost', 'cost-and-tax'] })])).toMatchObject({
    state: 'answered',
    answer: 'cost-and-tax',
  })
  expect(totalIdentityAnswer([rule({ holds: ['cost', 'cost-and-tax'] })])).toMatchObject({
    state: 'not-known-yet',
    sentence: 'The invoices read so far do not tell cost from cost-and-tax.',
  })
  expect(totalIdentityAnswer([rule({ brokenBy: [{ invoiceId: 'i', words: 'of 2026-05-01' }] })])).toMatchObject({
    state: 'contradicts-itself',
    evidence: ['3 invoices in USD: cost-and-tax; not on of 2026-05-01'],
  })
  expect(totalIdentityAnswer([rule({}), rule({ holds: ['cost'] })])).toMatchObject({ state: 'contradicts-itself' })
})

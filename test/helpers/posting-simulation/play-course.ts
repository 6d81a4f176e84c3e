import type { FaultRuleInput } from '../../../emulators/quickbooks-online/trouble/fault-rule.ts'
import { createRandom, type Random } from '../../../emulators/simulated-msp/random.ts'
import { workOnPostings, type PostingReport } from '../../../src/app/posting/posting-worker.ts'
import { noProgress } from '../../../src/app/progress.ts'
import { billingMonth } from '../../../src/domain/period.ts'
import type { Invoice } from '../../../src/domain/invoice.ts'
import { preparePosting } from '../../../src/ledgers/quickbooks-online/serialize.ts'
import type { Posting } from '../../../src/store/postings.ts'
import { sha256 } from '../../../src/support/hash.ts'
import { EventClock } from './event-clock.ts'
import { MemoryPostingStore } from './memory-posting-store.ts'
import { SimulatedLedger, simulatedLedger } from './simulated-ledger.ts'
import { SimulatedProcess } from './simulated-process.ts'

export const period = billingMonth('2026-11')
const requestsInFlight = 4
const mostLives = 60

export interface CourseResult {
  /** Client and amount of each document of ours in the ledger, and of each approved invoice; both sorted. */
  readonly inLedger: readonly string[]
  readonly approved: readonly string[]
  readonly states: readonly string[]
  /** Postings whose record names another document than the ledger's. */
  readonly wrongRecords: readonly string[]
  readonly mostInFlight: number
  /** The most requests that were sent within one second. */
  readonly mostInASecond: number
  /** How often the vendor itself found the pace too high. */
  readonly throttled: number
  /** A clock that is wrong cannot know how long a lease lasts, so the number in flight is promised without one. */
  readonly hadWrongClock: boolean
  readonly simulatedSeconds: number
}

const faultKinds: readonly FaultRuleInput['kind'][] = [
  ...([
    'refuse',
    'reset-before',
    'hold-in-flight',
    'commit-then-drop',
    'commit-then-500',
    'commit-then-30003',
  ] as const),
  ...([
    'truncated',
    'throttled',
    'unavailable',
    'html',
    'token-expired',
    'token-revoked',
    'overtaken',
    'delay',
  ] as const),
]

/**
 * Plays one course of a month's posting in simulated time: processes start, work side by side, are killed, cancelled
 * and have their clocks set wrong, while the ledger fails in every way it can. Then all is well again, and an operator
 * posts until nothing is left. The seed alone decides what happens.
 */
export async function playCourse(seed: string): Promise<CourseResult> {
  const random = createRandom('posting course', seed)
  const time = new EventClock(new Date('2026-12-01T06:00:00Z'))
  const ledger = new SimulatedLedger(time, random)
  const acceptsOurNumbers = random.chance(0.6)
  ledger.company.setPreferences({ customTransactionNumbers: acceptsOurNumbers })
  const approved = postingsOf(random, ledger, acceptsOurNumbers)
  const store = new MemoryPostingStore(approved)
  const scene: Scene = { random, time, ledger, store, hadWrongClock: false }
  await time.play(playTrouble(scene))
  await time.play(finish(scene))
  return resultOf(scene, approved)
}

interface Scene {
  readonly random: Random
  readonly time: EventClock
  readonly ledger: SimulatedLedger
  readonly store: MemoryPostingStore
  hadWrongClock: boolean
}

async function playTrouble(scene: Scene): Promise<void> {
  const { random, ledger, time } = scene
  ledger.faults.set(Array.from({ length: random.between(0, 8) }, () => faultOf(random)))
  for (let life = random.between(1, 4); life > 0; life -= 1) {
    await Promise.all(Array.from({ length: random.between(1, 4) }, () => liveOne(scene)))
    await time.sleep(random.pick([0, 1_000, 60_000, 400_000]))
  }
}

/** One process, from its start to whatever ends it. */
async function liveOne(scene: Scene): Promise<void> {
  const { random, time, ledger } = scene
  await time.sleep(random.between(0, 2_000))
  const process = new SimulatedProcess(time, random)
  const fate = random.pick(['works', 'works', 'killed', 'killed', 'cancelled', 'wrong-clock'] as const)
  const ended = Promise.race([work(scene, process), process.gone])
  const moment = random.pick([random.between(0, 3_000), random.between(0, 200_000)])
  void time.sleep(moment).then(() => {
    if (fate === 'killed') process.kill()
    if (fate === 'cancelled') process.cancel.abort(new Error('The operator has had enough.'))
    if (fate === 'wrong-clock') {
      scene.hadWrongClock = true
      process.setClockWrong(random.pick([-86_400_000, -3_600_000, -30_000, 30_000, 400_000, 86_400_000]))
    }
  })
  const report = await ended
  // A person who reads that the grant is gone grants access again, sooner or later.
  if (report !== 'killed' && /[Cc]onnect/.test(report.stopped ?? '') && random.chance(0.7)) ledger.reconnect()
}

async function work({ ledger, store }: Scene, process: SimulatedProcess): Promise<PostingReport> {
  const tools = {
    store: process.reach(store),
    gateway: ledger.gatewayOf(process),
    clock: process.clock,
    progress: noProgress,
  }
  await process.change(() => store.resume())
  const total = store.postings().length
  const what = { ledgerConnectionId: simulatedLedger, period, total, requestsInFlight }
  return workOnPostings(tools, what, process.cancel.signal)
}

/** All is well again: one operator posts, and posts again, as the program says. */
async function finish(scene: Scene): Promise<void> {
  const { ledger, store, time, random } = scene
  ledger.faults.reset()
  ledger.reconnect()
  for (let life = 0; life < mostLives; life += 1) {
    store.reopen()
    await work(scene, new SimulatedProcess(time, random))
    if (store.postings().every(({ state }) => state === 'posted')) return
    await time.sleep(60_000)
  }
}

function faultOf(random: Random): FaultRuleInput {
  return {
    kind: random.pick(faultKinds),
    match: random.chance(0.7) ? { path: '/invoice?' } : random.chance(0.7) ? { path: '/query?' } : { path: '/tokens/' },
    schedule: random.chance(0.8) ? { calls: [random.between(1, 12)] } : { every: random.between(2, 5) },
    milliseconds: random.pick([100, 5_000, 30_000, 100_000, 200_000]),
    ...(random.chance(0.5) ? { retryAfterSeconds: random.between(0, 90) } : {}),
    replay: random.pick(['fault', 'answer'] as const),
  }
}

/** Approved postings, one for each client, with customers and an item for them in the ledger. */
export function postingsOf(
  random: Random,
  ledger: SimulatedLedger,
  acceptsOurNumbers: boolean,
  count = random.between(2, 9),
): readonly Posting[] {
  const item = ledger.company.addItem({ Name: 'Managed support' })
  return Array.from({ length: count }, (_, index) => {
    const clientId = `client-${String(index + 1).padStart(count > 99 ? 5 : 2, '0')}`
    const customerId = ledger.company.addCustomer({ DisplayName: `Company of ${clientId}` })
    return postingOf(random, { clientId, customerId, item, index, acceptsOurNumbers })
  })
}

function postingOf(
  random: Random,
  about: { clientId: string; customerId: string; item: string; index: number; acceptsOurNumbers: boolean },
): Posting {
  const { clientId, customerId, item, index, acceptsOurNumbers } = about
  const total = `${String(random.between(10, 9_999))}.${String(random.between(10, 99))}`
  const invoice = invoiceOf({ clientId, customerId, item, total })
  const documentNumber = `SL2611-${String(index + 1).padStart(5, '0')}`
  const reference = `SeatLedger 0badcafe/${simulatedLedger}/${clientId}/2026-11/0`
  const prepared = preparePosting(invoice, {
    documentNumber,
    reference,
    facts: {
      readAt: '2026-12-01T00:00:00Z',
      companyName: 'Books',
      country: 'US',
      homeCurrency: 'USD',
      multicurrency: false,
      closedThrough: undefined,
      acceptsOurNumbers,
      salesTax: 'none',
      customers: [{ customerId, name: clientId, active: true, currency: undefined, email: undefined }],
      items: [{ ledgerItemId: item, name: 'Managed support', active: true, kind: 'Service' }],
    },
  })
  return {
    id: random.uuid(),
    ledgerConnectionId: simulatedLedger,
    clientId,
    period,
    sequence: 0,
    approvalId: random.uuid(),
    creditId: undefined,
    documentKind: prepared.documentKind,
    documentNumber: prepared.documentNumber,
    reference,
    customerId,
    currency: 'USD',
    netTotal: total,
    invoice: JSON.stringify(invoice),
    body: prepared.body,
    bodySha256: sha256(prepared.body),
    requestId: random.uuid(),
    state: 'intended',
    attempts: 0,
    documentId: undefined,
    document: undefined,
    differences: undefined,
    failure: undefined,
    voidedAt: undefined,
  }
}

function invoiceOf(about: { clientId: string; customerId: string; item: string; total: string }): Invoice {
  const reasons = {
    quantityBasis: 'manual',
    quantityRule: 'line',
    slice: [],
    byBasis: [],
    price: undefined,
    steps: [],
    evidence: [],
  } as const
  return {
    clientId: about.clientId,
    clientName: about.clientId,
    ledgerConnectionId: simulatedLedger,
    ledgerCustomerId: about.customerId,
    billingPeriod: period,
    sequence: 0,
    kind: 'invoice',
    currency: 'USD',
    invoiceDate: '2026-11-30',
    total: about.total,
    lines: [
      {
        lineKey: 'support',
        billingLineId: 'support',
        itemId: 'support',
        ledgerItemId: about.item,
        description: 'Managed support',
        servicePeriod: period,
        quantity: '1',
        unitPrice: about.total,
        proration: undefined,
        amount: about.total,
        taxable: false,
        source: 'manual',
        was: undefined,
        cost: 'unknown',
        covers: [],
        reasons,
      },
    ],
  }
}

function resultOf({ ledger, store, time, hadWrongClock }: Scene, approved: readonly Posting[]): CourseResult {
  const documents = ledger.company
    .contents()
    .filter(({ privateNote }) => privateNote?.startsWith('SeatLedger') === true)
  const postings = store.postings()
  return {
    inLedger: documents.map(({ privateNote, totalAmt }) => `${privateNote ?? ''} ${totalAmt ?? ''}`).sort(),
    approved: approved.map(({ reference, netTotal }) => `${reference} ${netTotal}`).sort(),
    states: postings.map(({ state }) => state),
    wrongRecords: postings.filter((posting) => !isOfDocument(ledger, posting)).map(({ clientId }) => clientId),
    mostInFlight: ledger.mostInFlight,
    mostInASecond: ledger.mostInASecond,
    throttled: ledger.throttled,
    hadWrongClock,
    simulatedSeconds: (time.now().getTime() - Date.parse('2026-12-01T06:00:00Z')) / 1000,
  }
}

function isOfDocument(ledger: SimulatedLedger, posting: Posting): boolean {
  const document = ledger.company.invoices().find((invoice) => invoice['Id'] === posting.documentId)
  return document?.['PrivateNote'] === posting.reference
}

import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { approveCredit } from '../../../src/app/corrections/approve-credit.ts'
import { voidPosting } from '../../../src/app/corrections/void-posting.ts'
import { currentRuns } from '../../../src/app/find-run.ts'
import { postApproved } from '../../../src/app/posting/post-approved.ts'
import { noProgress } from '../../../src/app/progress.ts'
import { adapterRegistry } from '../../../src/cli/adapter-registry.ts'
import { openDatabase } from '../../../src/store/database.ts'
import { ensureKeyRing } from '../../../src/store/key-ring.ts'
import { listOrganizations } from '../../../src/store/organizations.ts'
import { systemClock } from '../../../src/support/clock.ts'

/**
 * Posts the newest run of the database named, voids a client's posted invoice of its month, or approves and posts a
 * credit, and kills itself at the step that it is told on standard input. Every statement to the database and every request to the ledger is a step, found by standing in their way, so a new one
 * cannot be forgotten: each dies before it is sent, and a request also while it is on its way.
 */
const [url = '', key = '', act = 'post', what = ''] = process.argv.slice(2)
let steps = Number.NaN
let last = 0

function step(name: string): void {
  steps += 1
  if (steps === last) {
    process.stdout.write(`dies at ${String(steps)} ${name}\n`)
    process.kill(process.pid, 'SIGKILL')
  }
}

const query: unknown = Reflect.get(pg.Client.prototype, 'query')
if (typeof query !== 'function') throw new Error('The driver has no method of that name.')
Object.defineProperty(pg.Client.prototype, 'query', {
  value: function (this: pg.Client, ...args: unknown[]): unknown {
    const [first] = args
    const text = typeof first === 'object' && first !== null && 'text' in first ? first.text : first
    step(String(text).trim().replace(/\s+/g, ' ').slice(0, 60))
    return Reflect.apply(query, this, args)
  },
})

const realFetch = globalThis.fetch
globalThis.fetch = async (input, init): Promise<Response> => {
  const what = new URL(input instanceof Request ? input.url : input).pathname
  step(`request ${what}`)
  const answer = realFetch(input, init)
  if (steps + 1 === last) {
    // By now it has left; the ledger may be at it, or done with it.
    await systemClock.sleep(30)
  }
  step(`on its way ${what}`)
  return answer
}

const database = await openDatabase({ url, clock: systemClock })
const keys = await ensureKeyRing({ key, dataDirectory: tmpdir() })
const [organization] = await listOrganizations(database)
if (organization === undefined) throw new Error('There is no organization in this database.')
const context = { database, organization, actor: 'child' }
console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  const [run] = await currentRuns(context)
  last = Number(line)
  steps = 0
  const { signal } = new AbortController()
  if (act === 'void') {
    const order = { period: run.period, clientId: what, documentNumber: undefined, reason: 'Billed in error' }
    await voidPosting(context, adapterRegistry, keys, order, signal)
  } else {
    if (act === 'credit') await approveCredit(context, what)
    await postApproved(context, adapterRegistry, keys, run, noProgress, signal)
  }
  console.log(`done after ${String(steps)} steps`)
  break
}
await database.close()
process.exit(0)

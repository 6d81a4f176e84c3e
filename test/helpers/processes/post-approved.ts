import { tmpdir } from 'node:os'
import { currentRuns } from '../../../src/app/find-run.ts'
import { postApproved } from '../../../src/app/posting/post-approved.ts'
import { noProgress } from '../../../src/app/progress.ts'
import type { LedgerGateway } from '../../../src/ledgers/gateway.ts'
import { openDatabase } from '../../../src/store/database.ts'
import { ensureKeyRing } from '../../../src/store/key-ring.ts'
import { listOrganizations } from '../../../src/store/organizations.ts'
import { systemClock } from '../../../src/support/clock.ts'
import { adaptersWith } from '../posting-adapters.ts'

/**
 * Posts the newest run of the database named. It kills itself without a word at the moment named: `claimed` before the
 * second invoice is sent, `sent` when it has left, `answered` with the ledger's answer in hand; with no moment it is
 * killed from outside, or ends.
 */
const [url = '', key = '', moment = 'never'] = process.argv.slice(2)
const database = await openDatabase({ url, clock: systemClock })
const keys = await ensureKeyRing({ key, dataDirectory: tmpdir() })
const [organization] = await listOrganizations(database)
if (organization === undefined) throw new Error('There is no organization in this database.')
const context = { database, organization, actor: 'child' }
const [run] = await currentRuns(context)
let sends = 0

const adapters = adaptersWith((gateway): LedgerGateway => {
  if (moment === 'connected') die()
  return {
    ...gateway,
    post: async (request, signal) => {
      sends += 1
      const isItsLast = sends === 2
      if (isItsLast && moment === 'claimed') die()
      const answer = gateway.post(request, signal)
      if (isItsLast && moment === 'sent') {
        // The ledger holds the request for a while before it carries it out, so by now it has it and has done nothing.
        await systemClock.sleep(250)
        die()
      }
      const document = await answer
      if (isItsLast && moment === 'answered') die()
      return document
    },
  }
})

console.log('posting')
const { postings } = await postApproved(context, adapters, keys, run, noProgress, new AbortController().signal)
console.log(`done ${postings.map(({ state }) => state).join(' ')}`)
await database.close()

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('A killed process goes on.')
}

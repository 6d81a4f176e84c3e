import { sql } from 'kysely'
import { intendPostings } from '../src/app/posting/intend-postings.ts'
import { approveRun } from '../src/app/approve-run.ts'
import { noProgress } from '../src/app/progress.ts'
import { prepareRun } from '../src/app/run/prepare-run.ts'
import { adapterRegistry } from '../src/cli/adapter-registry.ts'
import { billingMonth } from '../src/domain/period.ts'
import { withOrganization } from '../src/store/database.ts'
import { createManualClock } from '../src/support/clock.ts'
import { measure, peakMemoryMb } from './harness/measure.ts'
import { withContext } from './harness/scratch.ts'
import { watchServer } from './harness/server-resources.ts'

// A process of its own for each run, as a command is: its memory is the run's alone.
const [directory, month, then] = process.argv.slice(2)
if (directory === undefined || month === undefined) throw new Error('Usage: prepare-run DIRECTORY MONTH [intend]')
const period = billingMonth(month)
const clock = createManualClock(new Date(`${period.end}T06:00:00Z`))

await withContext(
  directory,
  async (context) => {
    const server = await watchServer(context.database)
    const { result: run, sample } = await measure(
      () => prepareRun(context, adapterRegistry, { period, clientIds: undefined }, noProgress),
      server,
    )
    const peak = { peakMb: peakMemoryMb(), serverPeakMb: server.peakMb }
    server.stop()
    if (then === 'intend') {
      await approveRun(context, { run, hash: run.sha256 ?? '', clientIds: undefined, note: undefined })
      await intendPostings(context, run)
      // Only what was sent counts as billed.
      await withOrganization(context.database, context.organization.id, (tx) =>
        sql`update posting set state = 'posted' where state = 'intended'`.execute(tx),
      )
    }
    process.send?.({ sample, ...peak, sha256: run.sha256 })
  },
  clock,
)

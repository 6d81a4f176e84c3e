import { join } from 'node:path'
import { createPax8Emulator } from '../../../emulators/pax8/server.ts'
import { playUntil } from '../../../emulators/simulated-msp/play.ts'
import { generateMsp } from '../../../emulators/simulated-msp/generate.ts'
import type { SimulatedMsp } from '../../../emulators/simulated-msp/types.ts'
import { createQuickBooksOnlineEmulator } from '../../../emulators/quickbooks-online/server.ts'
import type { QboCompany } from '../../../emulators/quickbooks-online/company.ts'
import { createManualClock, type ManualClock } from '../../support/clock.ts'
import type { DemoOptions } from './demo-options.ts'

export const demoRealm = '9130350000000001'
/** The month before the first one that is shown: it gives the "was" that the shown month is compared with. */
export const firstMonth = '2026-09'

/** The outside world of the demo: a distributor, a ledger, one clock, and the MSP whose life is played. */
export interface DemoWorld {
  readonly clock: ManualClock
  readonly msp: SimulatedMsp
  readonly pax8Url: string
  readonly quickBooksUrl: string
  readonly company: QboCompany
  /** Moves the clock to an instant and lets everything happen that has happened by then. */
  moveTo(instant: string): void
  close(): Promise<void>
}

export async function startDemoWorld(options: DemoOptions, directory: string): Promise<DemoWorld> {
  const clock = createManualClock(new Date(`${firstMonth}-01T03:00:00Z`))
  const msp = generateMsp({ seed: options.seed, clients: options.clients, months: options.months + 1, firstMonth })
  const pax8 = createPax8Emulator({ clock })
  const journalFile = join(directory, 'quickbooks-online.jsonl')
  const quickBooks = createQuickBooksOnlineEmulator({ clock, journalFile })
  const company = quickBooks.company(demoRealm)
  const pax8Server = await pax8.listen()
  const quickBooksServer = await quickBooks.listen()
  return {
    clock,
    msp,
    pax8Url: pax8Server.url,
    quickBooksUrl: quickBooksServer.url,
    company,
    moveTo: (instant) => {
      // A wait on the simulated clock may have run past it already; time does not go back.
      const target = new Date(instant)
      if (target > clock.now()) clock.advanceTo(target)
      playUntil(msp, instant, pax8.state)
    },
    close: async () => {
      await pax8Server.close()
      await quickBooksServer.close()
    },
  }
}

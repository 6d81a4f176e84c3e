import type { Clock } from '../../src/support/clock.ts'
import { portTaken } from '../../src/support/loopback-server.ts'
import { createPax8Emulator } from '../pax8/server.ts'
import { Pax8State } from '../pax8/state.ts'
import { createQuickBooksOnlineEmulator } from '../quickbooks-online/server.ts'
import { addMonths } from '../simulated-msp/calendar.ts'
import { generateMsp } from '../simulated-msp/generate.ts'
import { setUpLedger } from '../simulated-msp/set-up-ledger.ts'
import { clockRoutes } from './clock-routes.ts'
import { SandboxDirectory, type SandboxState } from './sandbox-directory.ts'
import { createShiftedClock } from './shifted-clock.ts'
import { SimulatedTime } from './simulated-time.ts'

export interface SandboxOptions {
  readonly clock: Clock
  readonly clients: number
  /** How many months of the MSP's life have been played when it starts, the running one included. */
  readonly months: number
  readonly seed: string
  /** 0 takes a free one. */
  readonly pax8Port: number
  readonly quickBooksPort: number
  /** Where books and time outlive the process; undefined: they do not. */
  readonly directory: string | undefined
}

export interface Sandbox {
  readonly pax8Url: string
  readonly quickBooksUrl: string
  readonly realmId: string
  /** The MSP's own name on the distributor's invoices. */
  readonly partnerName: string
  readonly clients: number
  readonly firstMonth: string
  readonly lastMonth: string
  readonly now: Date
  close(): Promise<void>
}

/** The emulated company; an id such as Intuit gives. */
const realmId = '9130350000000001'
const catchUpMilliseconds = 60_000

/**
 * Starts the emulated distributor and the emulated ledger of one simulated MSP, on loopback and on one clock. The clock
 * runs with the real one until it is moved ahead. One month more than was asked for lies ahead, to be moved into.
 * @throws {PortTaken} that names the port and the option.
 * @throws {InvalidInput} for sizes that no MSP can have, or a directory that holds another sandbox.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock: base, clients, months, seed } = options
  const directory = options.directory === undefined ? undefined : new SandboxDirectory(options.directory)
  const before = await directory?.open({ clients, months, seed })
  const clock = createShiftedClock(base, before?.clockOffset ?? 0)
  const firstMonth = before?.firstMonth ?? addMonths(clock.now().toISOString().slice(0, 7), 1 - months)
  const msp = generateMsp({ seed, clients, months: months + 1, firstMonth })
  const state = new Pax8State()
  const time = new SimulatedTime(clock, msp, state)
  const save = async (): Promise<void> =>
    directory?.save({ clients, months, seed, firstMonth, clockOffset: clock.offset } satisfies SandboxState)
  const controls = clockRoutes(time, save)
  const pax8 = createPax8Emulator({ clock, state, controls })
  const quickBooks = createQuickBooksOnlineEmulator({ clock, journalFile: directory?.journalFile, controls })
  if (before === undefined) setUpLedger(msp, quickBooks.company(realmId))
  time.catchUp()
  await save()
  const ledger = await listenOn(quickBooks, options.quickBooksPort, '--quickbooks-port').catch((error: unknown) => {
    quickBooks.close()
    throw error
  })
  const distributor = await listenOn(pax8, options.pax8Port, '--pax8-port').catch(async (error: unknown) => {
    await ledger.close()
    throw error
  })
  const timer = setInterval(() => time.catchUp(), catchUpMilliseconds)
  return {
    pax8Url: distributor.url,
    quickBooksUrl: ledger.url,
    realmId,
    partnerName: msp.partners[0]?.name ?? '',
    clients,
    firstMonth,
    lastMonth: time.lastMonth,
    now: time.now(),
    close: async () => {
      clearInterval(timer)
      await Promise.all([distributor.close(), ledger.close()])
    },
  }
}

interface Running {
  readonly url: string
  close(): Promise<void>
}

async function listenOn(
  emulator: { listen(port: number): Promise<Running> },
  port: number,
  option: string,
): Promise<Running> {
  try {
    return await emulator.listen(port)
  } catch (error) {
    throw portTaken(port, option, error)
  }
}

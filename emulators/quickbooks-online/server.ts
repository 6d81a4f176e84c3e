import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import type { Clock } from '../../src/support/clock.ts'
import { InvalidInput } from '../../src/support/failure.ts'
import { createApp } from './app.ts'
import type { QboCompany } from './company.ts'
import { emulatorSettingsSchema, type EmulatorSettingsInput } from './settings.ts'
import { deliverInProcess } from './trouble/deliver.ts'
import type { FaultPlan } from './trouble/fault-plan.ts'
import { World } from './world.ts'

export interface EmulatorOptions {
  /** Decides dates, token ages, throttling and the `Date` header. */
  readonly clock: Clock
  /** Where the emulator's state is kept across processes; without it the state ends with the process. */
  readonly journalFile?: string | undefined
  readonly settings?: EmulatorSettingsInput | undefined
  /** More addresses below `/_emulator`. */
  readonly controls?: Hono | undefined
}

export interface RunningEmulator {
  /** `http://127.0.0.1:PORT`, for the OAuth addresses as well as the service's. */
  readonly url: string
  readonly close: () => Promise<void>
}

export interface QuickBooksOnlineEmulator {
  /** The company of that id, founded when it is first asked for. */
  company(realmId: string): QboCompany
  readonly faults: FaultPlan
  /** Starts serving on 127.0.0.1, on a free port unless one is named. */
  listen(port?: number): Promise<RunningEmulator>
  /** Answers a request of this very process, without a connection. @throws {TypeError} where one would have broken. */
  answer(request: Request): Promise<Response>
  /** Lets go of the journal without having served. */
  close(): void
}

/**
 * A QuickBooks Online of one's own: the v3 company service and Intuit's OAuth 2 addresses on one loopback server.
 * @throws {InvalidInput} when the settings are none; {@link JournalUnreadable} when the journal is damaged.
 */
export function createQuickBooksOnlineEmulator(options: EmulatorOptions): QuickBooksOnlineEmulator {
  const settings = emulatorSettingsSchema.safeParse(options.settings ?? {})
  if (!settings.success) {
    throw new InvalidInput(
      `These are no settings of the QuickBooks Online emulator: ${z.prettifyError(settings.error)}`,
    )
  }
  const world = new World({ clock: options.clock, settings: settings.data, journalFile: options.journalFile })
  const inProcess = createApp(world, options.controls, deliverInProcess)
  inProcess.onError((error) => {
    throw error
  })
  return {
    company: (realmId) => world.company(realmId),
    faults: world.faults,
    answer: async (request) => inProcess.fetch(request),
    listen: (port) => listen(world, port ?? 0, options.controls),
    close: () => {
      world.close()
    },
  }
}

async function listen(world: World, port: number, controls: Hono | undefined): Promise<RunningEmulator> {
  const server = createAdaptorServer({ fetch: createApp(world, controls).fetch })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  return {
    url: `http://127.0.0.1:${isInternetAddress(address) ? address.port : port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      world.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
    },
  }
}

function isInternetAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}

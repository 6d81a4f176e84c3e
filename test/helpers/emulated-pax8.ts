import { createExampleTenant } from '../../emulators/pax8/example-tenant.ts'
import type { FaultSwitches } from '../../emulators/pax8/fault-switches.ts'
import { createPax8Emulator, type Pax8Emulator } from '../../emulators/pax8/server.ts'
import type { Pax8State } from '../../emulators/pax8/state.ts'
import { pax8 } from '../../src/sources/pax8/definition.ts'
import { createToolsForTests, type RecordedTools } from '../../src/sources/source-contract.ts'
import type { Source, SourceAnswers } from '../../src/sources/source.ts'
import { createManualClock, type ManualClock } from '../../src/support/clock.ts'

export interface EmulatedPax8 {
  readonly source: Source
  readonly emulator: Pax8Emulator
  readonly tools: RecordedTools
  readonly clock: ManualClock
  readonly close: () => Promise<void>
}

/** A Pax8 source that reads an emulator on loopback; both share one clock, which stands until a wait moves it. */
export async function openEmulatedPax8(
  options: {
    readonly switches?: Partial<FaultSwitches>
    readonly state?: Pax8State
    readonly clientId?: string
    readonly clientSecret?: string
    readonly pageSize?: number
    readonly connectionId?: string
    /** What the probe has settled; where left out, what a test puts into the tools. */
    readonly answers?: () => Promise<SourceAnswers>
  } = {},
): Promise<EmulatedPax8> {
  const { state = createExampleTenant(), switches = {}, pageSize = 2 } = options
  const { clientId = 'sandbox-client', clientSecret = 'sandbox-secret' } = options
  const clock = createManualClock(new Date('2026-04-05T02:00:00Z'))
  const emulator = createPax8Emulator({ clock, state, settings: switches })
  const server = await emulator.listen()
  const made = createToolsForTests(clock)
  const { connectionId = made.connectionId, answers = made.answers } = options
  const tools = { ...made, connectionId, answers }
  const settings = pax8.settings.parse({
    baseUrl: `${server.url}/v1`,
    clientId,
    clientSecret,
    pageSize,
    timeoutSeconds: 0.5,
  })
  return { source: pax8.connect(settings, tools), emulator, tools, clock, close: () => server.close() }
}

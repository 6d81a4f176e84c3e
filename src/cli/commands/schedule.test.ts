import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createPax8Emulator } from '../../../emulators/pax8/server.ts'
import { openCliHome, type CliHome } from '../../../test/helpers/cli-home.ts'
import { createManualClock, systemClock } from '../../support/clock.ts'

// In Denver it is six hours earlier in summer, seven in winter; the clocks go back on 1 November 2026.
const clock = { ...systemClock, now: () => createManualClock(new Date('2026-10-30T12:00:00Z')).now() }
let home: CliHome
let close: () => Promise<void>

beforeAll(async () => {
  home = await openCliHome({ timeZone: 'America/Denver' })
  const server = await createPax8Emulator({ clock }).listen()
  close = () => server.close()
  const args = ['connect', 'pax8', '--client-id', 'sandbox-client', '--base-url', `${server.url}/v1`]
  await home.run(args, { clock, environment: { SEATLEDGER_PAX8_CLIENT_SECRET: 'sandbox-secret' } })
})
afterAll(async () => {
  await close()
  await home.close()
})

const list = z.object({
  scheduled: z.array(z.looseObject({ connectionId: z.string(), cron: z.string(), next: z.array(z.string()) })),
  unscheduled: z.array(z.string()),
})

async function schedules(): Promise<z.infer<typeof list>> {
  const { out } = await home.run(['schedule', 'list', '--json'], { clock })
  return list.parse(JSON.parse(out))
}

test("a source is synced at two in the night of the organization's zone, also when the clocks are set back", async () => {
  const { scheduled } = await schedules()
  expect(scheduled).toMatchObject([{ connectionId: 'pax8', cron: '0 2 * * *', timeZone: 'America/Denver' }])
  expect(scheduled[0]?.next).toEqual([
    '2026-10-31T08:00:00.000Z',
    '2026-11-01T09:00:00.000Z',
    '2026-11-02T09:00:00.000Z',
  ])
})

test('any cron expression and zone may be set, and the next three times are shown on the clock of that zone', async () => {
  const { exit, out } = await home.run(
    ['schedule', 'set', 'pax8', '--cron', '30 6 * * 1-5', '--zone', 'Europe/Berlin'],
    {
      clock,
    },
  )
  expect(exit).toBe(0)
  // 30 October 2026 is a Friday, 13:00 in Berlin.
  expect(out).toContain('2026-11-02 06:30, 2026-11-03 06:30, 2026-11-04 06:30')
})

test('what is no schedule is refused with what is wrong, and the one before stays', async () => {
  const cases: readonly [string[], string][] = [
    [['--cron', '61 2 * * *'], '"61 2 * * *" is no schedule'],
    [['--cron', 'nightly'], '"nightly" is no schedule'],
    [['--cron', '0 2 30 2 *'], 'never comes'],
    [['--zone', 'Denver'], '"Denver" is no time zone'],
  ]
  for (const [options, message] of cases) {
    const { exit, err } = await home.run(['schedule', 'set', 'pax8', ...options], { clock })
    expect(exit, message).toBe(2)
    expect(err).toContain(message)
  }
  const nobody = await home.run(['schedule', 'set', 'pax9'], { clock })
  expect(nobody.exit).toBe(2)
  expect(nobody.err).toContain('There is no source connection "pax9". There is: pax8.')
  expect((await schedules()).scheduled[0]?.cron).toBe('30 6 * * 1-5')
})

test('a schedule that was removed stays away when the server starts again', async () => {
  expect((await home.run(['schedule', 'remove', 'pax8'], { clock })).out).toContain('no longer synced by itself')
  const stop = new AbortController()
  const served = await home.run(['serve', '--port', '0'], {
    clock,
    signal: stop.signal,
    onOut: () => {
      stop.abort()
    },
  })
  expect(served.out).toContain('Nothing is synced by itself yet')
  expect(await schedules()).toEqual({ scheduled: [], unscheduled: ['pax8'] })
  await home.run(['schedule', 'set', 'pax8'], { clock })
  expect((await schedules()).scheduled[0]?.cron).toBe('0 2 * * *')
})

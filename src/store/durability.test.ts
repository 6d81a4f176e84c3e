import { Client } from 'pg'
import { expect, test, vi } from 'vitest'
import { EmbeddedDataDirectory } from '../../test/helpers/embedded-data-directory.ts'
import { countServers, killServer } from '../../test/helpers/embedded-server-process.ts'
import { systemClock } from '../support/clock.ts'
import { openEmbeddedPostgres } from './embedded-postgres.ts'

const directory = EmbeddedDataDirectory.forEachTest()

test('no committed row is lost and none is half there when the writing process is killed ten times', async () => {
  await directory.haveDatabase()
  for (let kill = 0; kill < 10; kill += 1) {
    const writer = directory.start('commit-rows')
    const before = lastCommitted(await writer.line('committed').then(() => writer.lines))
    await systemClock.sleep(30 + kill * 20)
    writer.kill('SIGKILL')
    await writer.gone
    const { numbers, halves, last } = await written()
    expect(last).toBeGreaterThanOrEqual(Math.max(before, lastCommitted(writer.lines)))
    expect({ numbers, halves }).toEqual({ numbers: last, halves: 2 * last })
  }
}, 120_000)

test('no committed row is lost when the whole server is killed ten times, and the writer goes on each time', async () => {
  await directory.haveDatabase()
  const writer = directory.start('commit-rows')
  await writer.line('committed 1')
  for (let kill = 0; kill < 10; kill += 1) {
    await killServer(directory.path)
    // What was committed before the kill may still be on its way through the pipe.
    await systemClock.sleep(20)
    const before = lastCommitted(writer.lines)
    await vi.waitFor(
      () => {
        expect(lastCommitted(writer.lines)).toBeGreaterThanOrEqual(before + 5)
      },
      { timeout: 30_000 },
    )
  }
  // For a moment a process that the server has just made still bears the server's own name.
  await vi.waitFor(async () => {
    expect(await countServers(directory.path)).toBe(1)
  })
  writer.kill('SIGKILL')
  await writer.gone
  const { numbers, halves, last } = await written()
  expect(last).toBeGreaterThanOrEqual(lastCommitted(writer.lines))
  expect({ numbers, halves }).toEqual({ numbers: last, halves: 2 * last })
}, 120_000)

async function written(): Promise<{ numbers: number; halves: number; last: number }> {
  const server = await openEmbeddedPostgres({ dataDirectory: directory.path, clock: systemClock })
  const client = new Client({ connectionString: server.url })
  await client.connect()
  const { rows } = await client.query<{ numbers: number; halves: number; last: number }>(
    `select count(distinct number)::integer as numbers, count(*)::integer as halves,
       coalesce(max(number), 0)::integer as last from trial.written`,
  )
  await client.end()
  await server.release()
  return rows[0] ?? { numbers: 0, halves: 0, last: 0 }
}

function lastCommitted(lines: readonly string[]): number {
  return Math.max(0, ...lines.filter((line) => line.startsWith('committed')).map((line) => Number(line.split(' ')[1])))
}

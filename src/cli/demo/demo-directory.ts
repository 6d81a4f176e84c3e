import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { openEmbeddedPostgres } from '../../store/embedded-postgres.ts'
import { systemClock } from '../../support/clock.ts'
import { InvalidInput } from '../../support/failure.ts'
import { silentLogger } from '../../support/logger.ts'
import { makeDirectory } from '../../support/make-directory.ts'
import type { DemoOptions } from './demo-options.ts'

/** Bound to what a demo leaves on disk: one of another release is not gone on with. */
const format = 1
const stateFile = 'demo.json'

const stateSchema = z.strictObject({
  format: z.literal(format),
  options: z.strictObject({ clients: z.number(), months: z.number(), seed: z.string() }),
  stage: z.enum(['setting-up', 'playing', 'finished']),
})

type Stage = z.infer<typeof stateSchema>['stage']

/** Where a demo keeps its database, its emulated ledger and how far it is. */
export interface DemoDirectory {
  readonly path: string
  /** True when an earlier demo with the same options was stopped while it played, and is gone on with. */
  readonly resumed: boolean
  enter(stage: Stage): Promise<void>
}

/**
 * Opens the demo's directory: gone on with after a stop while playing the same options, else emptied first.
 * @throws {InvalidInput} when the directory holds anything that is no demo: that is never emptied.
 */
export async function openDemoDirectory(path: string, options: DemoOptions): Promise<DemoDirectory> {
  await makeDirectory(path)
  const before = await readState(path)
  const resumed = before?.stage === 'playing' && sameOptions(before.options, options)
  const enter = (stage: Stage): Promise<void> => writeState(path, options, stage)
  if (!resumed) {
    await requireOurs(path)
    if (before !== undefined) await stopServer(path)
    // The mark is there first and is never missing: a demo that is killed while it empties the directory knows it again.
    await enter('setting-up')
    await emptyBut(path, stateFile)
  }
  return { path, resumed, enter }
}

async function readState(path: string): Promise<z.infer<typeof stateSchema> | undefined> {
  try {
    const parsed = stateSchema.safeParse(JSON.parse(await readFile(join(path, stateFile), 'utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    // No file, or not one of ours: there is nothing to go on with.
    return undefined
  }
}

async function requireOurs(path: string): Promise<void> {
  const entries = await readdir(path)
  if (entries.length === 0 || entries.includes(stateFile) || entries.every((name) => name === unfinishedFile)) return
  throw new InvalidInput(
    `${path} is not empty and holds no demo, so it is left alone. Give the demo a directory of its own with --data.`,
  )
}

const unfinishedFile = `${stateFile}.new`

async function writeState(path: string, options: DemoOptions, stage: Stage): Promise<void> {
  await writeFile(join(path, unfinishedFile), JSON.stringify({ format, options, stage }))
  await rename(join(path, unfinishedFile), join(path, stateFile))
}

/** Each thing is moved aside first: a demo that is killed while it deletes leaves no half of a database in its place. */
async function emptyBut(path: string, kept: string): Promise<void> {
  for (const name of await readdir(path)) {
    if (name === kept) continue
    const aside = name.startsWith(asidePrefix) ? name : `${asidePrefix}${randomUUID()}`
    if (aside !== name) await rename(join(path, name), join(path, aside))
    await rm(join(path, aside), { recursive: true, force: true })
  }
}

const asidePrefix = 'removed-'

function sameOptions(a: DemoOptions, b: DemoOptions): boolean {
  return a.clients === b.clients && a.months === b.months && a.seed === b.seed
}

/** A demo that was killed leaves its database server running: opened and closed again, it stops with its last user. */
async function stopServer(path: string): Promise<void> {
  const server = await openEmbeddedPostgres({ dataDirectory: path, clock: systemClock, logger: silentLogger })
  await server.release()
}

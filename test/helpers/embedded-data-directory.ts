import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { openEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'
import { systemClock } from '../../src/support/clock.ts'
import { startProgram } from './child-process.ts'
import type { ChildProgram, StartOptions } from './child-process.ts'
import { killServer, serverPid } from './embedded-server-process.ts'

/** A fresh place for an embedded server in each test, cleaned up with all its processes. */
export class EmbeddedDataDirectory {
  /** Exists and is empty when the test begins. */
  folder = ''
  /** Does not exist yet. A test may move it. */
  path = ''
  #pristine = ''
  readonly #children: ChildProgram[] = []

  /** To be called at the top of a test file. */
  static forEachTest(): EmbeddedDataDirectory {
    const directory = new EmbeddedDataDirectory()
    beforeAll(() => directory.#createPristine())
    beforeEach(() => directory.#begin())
    afterEach(() => directory.#cleanUp())
    afterAll(() => rm(directory.#pristine, { recursive: true, force: true }))
    return directory
  }

  /** Creating a cluster takes a second or more; most tests begin with a copy of one that was never used. */
  async haveDatabase(): Promise<void> {
    await cp(this.#pristine, this.path, { recursive: true, preserveTimestamps: true })
  }

  /** Starts a program of `test/helpers/processes` on the directory. */
  start(name: string, options: StartOptions = {}): ChildProgram {
    const child = startProgram(name, [this.path], options)
    this.#children.push(child)
    return child
  }

  async #createPristine(): Promise<void> {
    this.#pristine = await mkdtemp(join(tmpdir(), 'seatledger-embedded-pristine-'))
    const settings = { fsync: 'off' }
    const server = await openEmbeddedPostgres({ dataDirectory: this.#pristine, clock: systemClock, settings })
    await server.release()
  }

  async #begin(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'seatledger-embedded-'))
    this.path = join(this.folder, 'data')
  }

  async #cleanUp(): Promise<void> {
    for (const child of this.#children.splice(0)) {
      child.tell('release')
      const timer = setTimeout(() => {
        child.kill('SIGKILL')
      }, 5_000)
      await child.gone
      clearTimeout(timer)
    }
    if ((await serverPid(this.path)) !== undefined) await killServer(this.path)
    await rm(this.folder, { recursive: true, force: true })
  }
}

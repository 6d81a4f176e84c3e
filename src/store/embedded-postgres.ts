import { existsSync } from 'node:fs'
import type { Clock } from '../support/clock.ts'
import { messageOf } from '../support/failure.ts'
import { silentLogger } from '../support/logger.ts'
import type { Logger } from '../support/logger.ts'
import { serverUrl } from './embedded/ask-server.ts'
import { prepareDataDirectory, readPassword } from './embedded/data-directory.ts'
import type { DataDirectory } from './embedded/data-directory.ts'
import { withDirectoryLock } from './embedded/directory-lock.ts'
import { findServer } from './embedded/find-server.ts'
import type { RunningServer } from './embedded/find-server.ts'
import { initializeCluster } from './embedded/initialize-cluster.ts'
import { locateServerBinaries } from './embedded/server-binaries.ts'
import { joinServer } from './embedded/server-membership.ts'
import type { ServerMembership } from './embedded/server-membership.ts'
import { startServer } from './embedded/start-server.ts'
import { stopServer } from './embedded/stop-server.ts'

const lockPatienceMilliseconds = 180_000
const joinAttempts = 20
const recoveryPauseMilliseconds = 1_000

/** A PostgreSQL server of our own, on this machine and for this data directory alone. */
export interface EmbeddedPostgres {
  /** The program's database. Contains the password: never log it. */
  readonly url: string
  /** `started` it; `joined` other processes that use it; `taken-over` a server whose processes were all killed. */
  readonly arrival: 'started' | 'joined' | 'taken-over'
  /** Gives up this process's stake; the last process to do so stops the server. Close all connections before. */
  release(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  readonly dataDirectory: string
  readonly clock: Clock
  readonly logger?: Logger
  /** PostgreSQL settings that differ from the usual ones, for servers whose data are worth nothing (tests). */
  readonly settings?: Readonly<Record<string, string>>
}

/**
 * Opens the PostgreSQL that lives in `<dataDirectory>/postgres`: created the first time, started when it does not run,
 * joined when another process has it running. If the server dies while we use it, it is started again on its port.
 * @throws {Failure} that says what is wrong with the machine or the directory, and what to do.
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { clock, logger = silentLogger, settings = {} } = options
  const directory = await prepareDataDirectory(options.dataDirectory)
  const stake = new Stake(directory, { clock, logger, settings })
  const { server, arrival } = await stake.enter()
  logger.info({ directory: directory.root, arrival }, 'the built-in database is open')
  return {
    url: serverUrl(server.address, 'seatledger', 'seatledger'),
    arrival,
    release: () => stake.release(),
  }
}

interface Surroundings {
  readonly clock: Clock
  readonly logger: Logger
  readonly settings: Readonly<Record<string, string>>
}

interface Entry {
  readonly server: RunningServer
  readonly membership: ServerMembership
  readonly arrival: EmbeddedPostgres['arrival']
}

/** This process's share in the life of the server. */
class Stake {
  readonly #directory: DataDirectory
  readonly #surroundings: Surroundings
  #entry: Entry | undefined
  #isReleased = false
  #recovery: Promise<void> = Promise.resolve()

  constructor(directory: DataDirectory, surroundings: Surroundings) {
    this.#directory = directory
    this.#surroundings = surroundings
  }

  async enter(): Promise<Entry> {
    this.#entry = await this.#underLock(() => this.#findOrStart(this.#entry?.server.address.port))
    return this.#entry
  }

  async release(): Promise<void> {
    if (this.#isReleased) return
    this.#isReleased = true
    await this.#recovery
    const entry = this.#entry
    if (entry === undefined) return
    await this.#underLock(async () => {
      // Whoever cannot ask the server any more has lost it already: there is nothing to stop.
      const isLast = await entry.membership.leave().catch(() => false)
      if (isLast) await stopServer(this.#directory, entry.server, this.#surroundings.clock)
    }).finally(() => entry.membership.close())
  }

  async #findOrStart(port: number | undefined): Promise<Entry> {
    for (let attempt = 1; ; attempt += 1) {
      const found = await this.#find()
      const server = found ?? (await this.#start(port))
      try {
        const membership = await joinServer(server.address, {
          onLost: () => {
            this.#recover()
          },
        })
        const others = membership.others > 0 ? 'joined' : 'taken-over'
        return { server, membership, arrival: found === undefined ? 'started' : others }
      } catch (error) {
        // The server may have been on its way down; then the next look finds none, and starts one.
        if (attempt === joinAttempts) throw error
        await this.#surroundings.clock.sleep(100)
      }
    }
  }

  async #find(): Promise<RunningServer | undefined> {
    if (!existsSync(this.#directory.cluster)) return undefined
    const password = await readPassword(this.#directory)
    return findServer(this.#directory, { password, clock: this.#surroundings.clock })
  }

  async #start(port: number | undefined): Promise<RunningServer> {
    const { clock, settings } = this.#surroundings
    const binaries = await locateServerBinaries()
    await initializeCluster(this.#directory, binaries, { isDurable: settings['fsync'] !== 'off' })
    const password = await readPassword(this.#directory)
    return startServer(this.#directory, { binaries, password, clock, port, settings })
  }

  #recover(): void {
    if (this.#isReleased) return
    const { clock, logger } = this.#surroundings
    logger.warn({ directory: this.#directory.root }, 'the built-in database was lost; opening it again')
    this.#recovery = this.#reenter(clock, logger)
  }

  async #reenter(clock: Clock, logger: Logger): Promise<void> {
    while (!this.#isReleased) {
      try {
        const { arrival } = await this.enter()
        logger.info({ directory: this.#directory.root, arrival }, 'the built-in database is open again')
        return
      } catch (error) {
        logger.error({ error: messageOf(error) }, 'the built-in database could not be opened again; trying on')
        await clock.sleep(recoveryPauseMilliseconds)
      }
    }
  }

  #underLock<Result>(work: () => Promise<Result>): Promise<Result> {
    const lock = {
      path: this.#directory.lockFile,
      clock: this.#surroundings.clock,
      waitMilliseconds: lockPatienceMilliseconds,
    }
    return withDirectoryLock(lock, work)
  }
}

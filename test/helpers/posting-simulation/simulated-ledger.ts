import type { QboCompany } from '../../../emulators/quickbooks-online/company.ts'
import { createQuickBooksOnlineEmulator } from '../../../emulators/quickbooks-online/server.ts'
import type { FaultPlan } from '../../../emulators/quickbooks-online/trouble/fault-plan.ts'
import type { Random } from '../../../emulators/simulated-msp/random.ts'
import type { LedgerGateway, OAuthTokens, RotatingTokens } from '../../../src/ledgers/gateway.ts'
import { quickbooksOnline } from '../../../src/ledgers/quickbooks-online/definition.ts'
import { silentLogger } from '../../../src/support/logger.ts'
import type { EventClock } from './event-clock.ts'
import type { SimulatedProcess } from './simulated-process.ts'

export const simulatedLedger = 'quickbooks-online'
const realmId = '9130350000000088'
const requestTimeoutSeconds = 130
const longestPauseMilliseconds = 7_200_000

export interface Network {
  /** How many requests may be sent in a second, none of them at once. */
  readonly requestsPerSecond: number
  /** Milliseconds that a request, or its answer, is on its way at most. */
  readonly longestTravel: number
}

/** As the program is set, over a bad line. */
const usualNetwork: Network = {
  requestsPerSecond: quickbooksOnline.capabilities.requestsPerSecond,
  longestTravel: 400,
}

/** The books, the way to them, and what everybody who posts to them shares. */
export class SimulatedLedger {
  readonly company: QboCompany
  readonly faults: FaultPlan
  /** The most requests to the company that were on their way at once. */
  mostInFlight = 0
  /** The most requests to the company that were sent within one second. */
  mostInASecond = 0
  /** Throttle answers that the vendor gave because of the pace, not because a fault was laid. */
  throttled = 0
  readonly #emulator: ReturnType<typeof createQuickBooksOnlineEmulator>
  readonly #time: EventClock
  readonly #random: Random
  readonly #interval: number
  readonly #longestTravel: number
  #inFlight = 0
  #sentAt: readonly number[] = []
  #fullAt = 0
  #pausedUntil = 0
  #tokens: OAuthTokens
  #tokenLock: Promise<unknown> = Promise.resolve()

  constructor(time: EventClock, random: Random, { requestsPerSecond, longestTravel }: Network = usualNetwork) {
    this.#interval = 1000 / requestsPerSecond
    this.#longestTravel = longestTravel
    this.#time = time
    this.#random = random
    const accessTokenSeconds = random.pick([400, 900, 3600])
    this.#emulator = createQuickBooksOnlineEmulator({ clock: time, settings: { accessTokenSeconds } })
    this.company = this.#emulator.company(realmId)
    this.faults = this.#emulator.faults
    this.#tokens = this.#granted()
  }

  /** As a person grants access anew. */
  reconnect(): void {
    this.#tokens = this.#granted()
  }

  /** The gateway as one process has it. */
  gatewayOf(process: SimulatedProcess): LedgerGateway {
    const settings = quickbooksOnline.settings.parse({
      environment: 'sandbox',
      clientId: 'sandbox-app',
      clientSecret: 'sandbox-app-secret',
      redirectUri: 'http://localhost:8080/callback',
      realmId,
      requestTimeoutSeconds,
      apiBaseUrl: 'http://127.0.0.1:9',
      tokenUrl: 'http://127.0.0.1:9/oauth2/v1/tokens/bearer',
    })
    return quickbooksOnline.connect(settings, {
      connectionId: simulatedLedger,
      clock: process.clock,
      logger: silentLogger,
      takeTurn: (signal) => process.hear(this.#takeTurn(process, signal)),
      pauseUntil: async (instant) => {
        this.#pausedUntil = Math.max(this.#pausedUntil, instant.getTime())
      },
      tokens: this.#tokensOf(process),
      fetch: (input, init) => process.hear(this.#exchange(new Request(input, init), init?.signal ?? undefined)),
    })
  }

  /** The pace, held by the database for all processes: one more each quarter of a second. */
  async #takeTurn(process: SimulatedProcess, signal: AbortSignal): Promise<void> {
    for (;;) {
      const now = this.#time.now().getTime()
      const theirs = process.clock.now().getTime()
      const isPaused = this.#pausedUntil > theirs && this.#pausedUntil - theirs <= longestPauseMilliseconds
      const earliest = Math.max(now, this.#fullAt)
      if (!isPaused && earliest <= now) {
        this.#fullAt = now + this.#interval
        return
      }
      await this.#time.sleep(Math.max(1, isPaused ? this.#pausedUntil - theirs : earliest - now), signal)
    }
  }

  /** One request on its way: it arrives, is worked on, and the answer travels back, whoever still waits for it. */
  async #exchange(request: Request, signal: AbortSignal | undefined): Promise<Response> {
    const isOfCompany = request.url.includes('/v3/company/')
    this.#inFlight += isOfCompany ? 1 : 0
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight)
    if (isOfCompany) this.#noteSent(this.#time.now().getTime())
    const over = new AbortController()
    try {
      return await Promise.race([this.#travel(request), this.#patience(over.signal), aborted(signal, over.signal)])
    } finally {
      over.abort()
      this.#inFlight -= isOfCompany ? 1 : 0
    }
  }

  async #travel(request: Request): Promise<Response> {
    await this.#time.sleep(this.#random.between(5, this.#longestTravel))
    const laid = this.#laidThrottles()
    const response = await this.#emulator.answer(request)
    if (response.status === 429 && this.#laidThrottles() === laid) this.throttled += 1
    await this.#time.sleep(this.#random.between(5, this.#longestTravel))
    return response
  }

  async #patience(over: AbortSignal): Promise<never> {
    await this.#time.sleep(requestTimeoutSeconds * 1000, over)
    throw new DOMException('The operation timed out.', 'TimeoutError')
  }

  #laidThrottles(): number {
    return this.faults
      .report()
      .filter(({ rule }) => rule.kind === 'throttled')
      .reduce((sum, { applied }) => sum + applied, 0)
  }

  #noteSent(now: number): void {
    this.#sentAt = [...this.#sentAt.filter((at) => at > now - 1000), now]
    this.mostInASecond = Math.max(this.mostInASecond, this.#sentAt.length)
  }

  #tokensOf(process: SimulatedProcess): RotatingTokens {
    const travel = (): Promise<void> => process.hear(this.#time.sleep(this.#random.between(1, 10)))
    return {
      read: async () => {
        await travel()
        return this.#tokens
      },
      refresh: async (stale, refresh) => {
        const mine = this.#tokenLock.then(async () => {
          await travel()
          if (this.#tokens.accessToken === stale.accessToken) {
            const fresh = await refresh(this.#tokens)
            await travel()
            this.#tokens = fresh
          }
          return this.#tokens
        })
        // The lock is a connection's: it ends with its process.
        this.#tokenLock = Promise.race([mine.catch(() => undefined), process.gone])
        return process.hear(mine)
      },
    }
  }

  #granted(): OAuthTokens {
    const { accessToken, refreshToken } = this.company.issueTokens()
    const inDays = (days: number): string => new Date(this.#time.now().getTime() + days * 86_400_000).toISOString()
    return {
      accessToken,
      accessExpiresAt: inDays(400 / 86_400),
      refreshToken,
      refreshExpiresAt: inDays(100),
      grantEndsAt: undefined,
    }
  }
}

/** Waits no longer once the exchange is over: thousands of them share the signal of their process. */
function aborted(signal: AbortSignal | undefined, over: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = (): void => {
      reject(new DOMException('This operation was aborted', 'AbortError'))
    }
    if (signal?.aborted === true) give()
    else {
      signal?.addEventListener('abort', give, { once: true })
      over.addEventListener('abort', () => signal?.removeEventListener('abort', give), { once: true })
    }
  })
}

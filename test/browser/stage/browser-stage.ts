import type { Browser, BrowserContext, Page } from 'playwright-core'
import { inject } from 'vitest'
import { z } from 'zod'
import type { Role } from '../../../src/domain/role.ts'
import type { ManualClock } from '../../../src/support/clock.ts'
import type { CliHome } from '../../helpers/cli-home.ts'
import { openMonthScene } from '../../helpers/month-scene.ts'
import { launchChromium } from './launch.ts'

export const password = 'correct horse battery'

export interface PageOptions {
  readonly theme?: 'light' | 'dark'
  readonly width?: number
  /** Who is signed in, by default the administrator Ada; nobody where it says so. */
  readonly as?: Role | 'nobody'
}

/** Where the program runs: a home, and the time there. */
export interface StageScene {
  readonly home: CliHome
  readonly clock: ManualClock
  close(): Promise<void>
}

/** The real `serve` on a scene, and a real browser: one of each for a file of tests. */
export interface BrowserStage {
  readonly month: string
  readonly url: string
  /** The one-time link of the first administrator, as `serve` printed it. */
  readonly setupLink: string
  /** A page in a browser of its own: no cookies but those of whom it is signed in as. */
  openPage(options?: PageOptions): Promise<Page>
  /** What the pages had to complain of since this was asked last: errors, what the security policy refused. */
  takeComplaints(): readonly string[]
  close(): Promise<void>
}

const served = z.looseObject({ url: z.string(), setupLinks: z.array(z.looseObject({ url: z.string() })) })

/**
 * On a month's scene (`test/helpers/month-scene.ts`: two clients that can be billed for April 2026, one that cannot), with
 * its dry run.
 */
export async function openBrowserStage(): Promise<BrowserStage> {
  const scene = await openMonthScene()
  // Three: something in it needs a person, as it does for the client that is linked to no customer.
  await scene.succeed(['run', '2026-04'], 3)
  return openBrowserStageOn(scene, '2026-04')
}

export async function openBrowserStageOn(scene: StageScene, month: string): Promise<BrowserStage> {
  const browser = await launchChromium(inject('chromiumPath'))
  const stop = new AbortController()
  const { said, ended } = serve(scene, stop.signal)
  const { url, setupLinks } = served.parse(JSON.parse(await said))
  const complaints: string[] = []
  const setupLink = setupLinks[0]?.url ?? ''
  const people = new People(url, setupLink)
  return {
    month,
    url,
    setupLink,
    openPage: async (options = {}) => {
      const context = await newContext(browser, options)
      const role = options.as ?? 'administrator'
      if (role !== 'nobody') await context.addCookies([await people.cookieOf(role)])
      const page = await context.newPage()
      listen(page, complaints)
      return page
    },
    takeComplaints: () => complaints.splice(0),
    close: async () => {
      await browser.close()
      stop.abort()
      await ended
      await scene.close()
    },
  }
}

function serve(
  { home, clock }: StageScene,
  signal: AbortSignal,
): { readonly said: Promise<string>; readonly ended: Promise<void> } {
  let tell: (text: string) => void = () => undefined
  let fail: (error: Error) => void = () => undefined
  const said = new Promise<string>((resolve, reject) => {
    tell = resolve
    fail = reject
  })
  const running = home.run(['serve', '--port', '0', '--json'], { clock, onOut: tell, signal })
  const ended = running.then(({ exit, err }) => {
    if (exit !== 0) fail(new Error(`serve ended with ${String(exit)}: ${err}`))
  })
  return { said, ended }
}

function newContext(browser: Browser, { theme = 'light', width = 1440 }: PageOptions): Promise<BrowserContext> {
  return browser.newContext({
    colorScheme: theme,
    viewport: { width, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  })
}

function listen(page: Page, complaints: string[]): void {
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message))
  page.on('console', (message) => {
    // A refused request stands there too, and is told by the page in words.
    const isAnswer = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isAnswer) complaints.push(message.text())
  })
}

type Cookie = Parameters<BrowserContext['addCookies']>[0][number]

/** The operators that the tests sign in as, made by the API when they are first needed. */
class People {
  readonly #url: string
  readonly #setupLink: string
  readonly #cookies = new Map<Role, Promise<Cookie>>()

  constructor(url: string, setupLink: string) {
    this.#url = url
    this.#setupLink = setupLink
  }

  cookieOf(role: Role): Promise<Cookie> {
    const known = this.#cookies.get(role) ?? (role === 'administrator' ? this.#setUp() : this.#make(role))
    this.#cookies.set(role, known)
    return known
  }

  async #setUp(): Promise<Cookie> {
    const token = new URL(this.#setupLink).hash.slice(1)
    const answer = await this.#send('/setup', { token, name: 'Ada', password })
    // Where a test made her by hand.
    return this.#cookieIn(answer.ok ? answer : await this.#send('/session', { name: 'Ada', password }))
  }

  async #make(role: Role): Promise<Cookie> {
    const { name, value } = await this.cookieOf('administrator')
    const cookie = `${name}=${value}`
    const session = await fetch(`${this.#url}/api/v1/session`, { headers: { cookie } })
    const { csrfToken } = z.looseObject({ csrfToken: z.string() }).parse(await session.json())
    await this.#send('/users', { name: role, password, role }, { cookie, 'x-seatledger-csrf': csrfToken })
    return this.#cookieIn(await this.#send('/session', { name: role, password }))
  }

  #send(path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.#url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  }

  async #cookieIn(answer: Response): Promise<Cookie> {
    const [name, value] = (answer.headers.get('set-cookie') ?? '').split(';')[0]?.split('=') ?? []
    if (name === undefined || value === undefined) throw new Error(`Nobody was signed in: ${await answer.text()}`)
    return { name, value, url: this.#url, httpOnly: true, sameSite: 'Strict' }
  }
}

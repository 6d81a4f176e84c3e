import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { BrowserContext } from 'playwright-core'
import { startProgram, type ChildProgram } from '../helpers/child-process.ts'
import { screens, visit } from './screens.ts'
import { requireChromium } from './stage/install-chromium.ts'
import { launchChromium } from './stage/launch.ts'

// What `npm run screenshots` does once the demo month is there: a picture of each screen, wide and narrow, light and dark.
// Arguments: the data directory of the demo, the folder for the pictures, and names of screens where not all are wanted.

const widths = [1440, 390]
const themes = ['light', 'dark'] as const
const password = 'correct horse battery'

interface Served {
  readonly program: ChildProgram
  readonly url: string
  readonly cookies: Parameters<BrowserContext['addCookies']>[0]
  readonly month: string
}

async function serveCopy(directory: string): Promise<Served> {
  const program = startProgram('seatledger', ['serve', '--port', '0', '--json', '--data', directory], {
    environment: { SEATLEDGER_LOG: 'silent' },
  })
  const { url, setupLinks } = z
    .looseObject({ url: z.string(), setupLinks: z.array(z.looseObject({ url: z.string() })) })
    .parse(JSON.parse(await program.line('{')))
  const token = new URL(setupLinks[0]?.url ?? url).hash.slice(1)
  const begun = await fetch(`${url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, name: 'Ada', password }),
  })
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? ''
  const runs = await fetch(`${url}/api/v1/runs`, { headers: { cookie } })
  const { runs: all } = z.looseObject({ runs: z.array(z.looseObject({ month: z.string() })) }).parse(await runs.json())
  const month = all[0]?.month
  if (month === undefined) throw new Error(`There is no run in ${directory}: play the demo first, \`npm run demo\`.`)
  const [name = '', value = ''] = cookie.split('=')
  return { program, url, cookies: [{ name, value, url, httpOnly: true, sameSite: 'Strict' }], month }
}

async function takeAll({ url, cookies, month }: Served, folder: string, names: readonly string[]): Promise<void> {
  const wanted = names.length === 0 ? screens : screens.filter(({ name }) => names.includes(name))
  const unknown = names.filter((name) => !screens.some((screen) => screen.name === name))
  if (unknown.length > 0) throw new Error(`There is no screen ${unknown.join(', ')} in test/browser/screens.ts.`)
  const browser = await launchChromium(requireChromium(process.env))
  for (const width of widths) {
    for (const colorScheme of themes) {
      const viewport = { width, height: width < 500 ? 844 : 900 }
      const look = { colorScheme, viewport, locale: 'en-US', reducedMotion: 'reduce' } as const
      const context = await browser.newContext(look)
      for (const screen of wanted) {
        if (screen.isPublic === true) await context.clearCookies()
        else await context.addCookies(cookies)
        const page = await context.newPage()
        await visit(page, url, month, screen)
        const file = `${screen.name}-${String(width)}-${colorScheme}.png`
        await page.screenshot({ path: join(folder, file) })
        await page.close()
        process.stdout.write(`${join(folder, file)}\n`)
      }
      await context.close()
    }
  }
  await browser.close()
}

const [demo, folder, ...names] = process.argv.slice(2)
if (demo === undefined || folder === undefined) throw new Error('Say where the demo is, and where the pictures go.')
const copy = await mkdtemp(join(tmpdir(), 'seatledger-screenshots-'))
try {
  // The demo itself stays as it is: nobody can sign in to it yet.
  await cp(demo, join(copy, 'demo'), { recursive: true })
  await mkdir(folder, { recursive: true })
  const served = await serveCopy(join(copy, 'demo'))
  try {
    await takeAll(served, folder, names)
  } finally {
    served.program.kill('SIGTERM')
    await served.program.gone
  }
  process.stdout.write(`${String((await readdir(folder)).length)} pictures are in ${folder}.\n`)
} finally {
  await rm(copy, { recursive: true, force: true })
}

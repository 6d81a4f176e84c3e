import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'

/** The setting that names the browser to test in, before all others. */
export const chromiumSetting = 'SEATLEDGER_CHROMIUM'

const systemNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const usualPlaces = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * The Chromium of this machine: the one that the setting names, one of the system, or the one that Playwright installed.
 * @throws when the setting names a file that is not there: another browser would be tested than was asked for.
 */
export function findChromium(environment: NodeJS.ProcessEnv): string | undefined {
  const named = environment[chromiumSetting]
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named
    throw new Error(`${chromiumSetting} names ${named}, and there is no such file.`)
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = [
    ...systemNames.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...usualPlaces,
    chromium.executablePath(),
  ]
  return candidates.find((path) => path !== '' && existsSync(path))
}

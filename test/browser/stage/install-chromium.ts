import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { packageRoot } from '../../../src/support/package-root.ts'
import { chromiumSetting, findChromium } from './find-chromium.ts'

interface Way {
  readonly name: string
  readonly commands: readonly (readonly [string, ...string[]])[]
}

const playwright: Way = {
  name: "Playwright's installer",
  commands: [[process.execPath, join(packageRoot, 'node_modules', 'playwright-core', 'cli.js'), 'install', 'chromium']],
}

/** Where the browsers of Playwright cannot be downloaded, and we may install packages, as in CI. */
const debian: Way = {
  name: "the distribution's packages",
  commands: [
    ['apt-get', 'update', '-qq'],
    ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ],
}

/**
 * Finds Chromium, or installs it and says so.
 * @throws with what was tried and what to do, where there is none afterwards: browser tests are never left out in silence.
 */
export function requireChromium(environment: NodeJS.ProcessEnv): string {
  const found = findChromium(environment)
  if (found !== undefined) return found
  const failures: string[] = []
  for (const way of process.getuid?.() === 0 ? [playwright, debian] : [playwright]) {
    process.stderr.write(`There is no Chromium for the browser tests: installing it by ${way.name} …\n`)
    const failure = failureOf(way)
    const installed = findChromium(environment)
    if (installed !== undefined) return installed
    failures.push(`${way.name}: ${failure ?? 'it ended well, and still there is none'}`)
  }
  throw new Error(
    [
      'The browser tests need Chromium, and it could neither be found nor installed.',
      ...failures,
      `Install Chromium or Chrome (on Debian: apt-get install chromium), or name its program in ${chromiumSetting}.`,
    ].join('\n'),
  )
}

function failureOf({ commands }: Way): string | undefined {
  for (const [program, ...args] of commands) {
    const options = { encoding: 'utf8', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
    const { status, error, stderr } = spawnSync(program, args, options)
    if (error !== undefined) return error.message
    if (status !== 0) return stderr.trim().split('\n').slice(-2).join(' ')
  }
  return undefined
}

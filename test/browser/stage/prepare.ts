import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { packageRoot } from '../../../src/support/package-root.ts'
import { requireChromium } from './install-chromium.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The program of the browser that the tests run in. */
    readonly chromiumPath: string
  }
}

/** Once, before the browser tests: there is a browser, and the page is built from the sources as they are. */
export default function setUp(project: TestProject): void {
  project.provide('chromiumPath', requireChromium(process.env))
  const { status } = spawnSync(process.execPath, [join(packageRoot, 'scripts', 'build-page.mjs')], { stdio: 'inherit' })
  if (status !== 0) throw new Error('The page could not be built; the lines above say why.')
}

// `npm test`: installs and builds what is missing, then runs all tests, or those that `npm test -- src/money` names.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build, installDependencies, projectRoot, requireNode } from './bootstrap.mjs'

requireNode()
installDependencies()
// Tests of the whole program start it, several at once: built beforehand, they find nothing left to build.
build()
const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs')
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: projectRoot,
  stdio: 'inherit',
})
process.exitCode = status ?? 1

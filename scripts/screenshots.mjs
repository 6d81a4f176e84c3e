// `npm run screenshots`: a picture of every screen on the demo month, at 1440 and 390 pixels, light and dark, in
// `.seatledger/screenshots`. `npm run screenshots -- review why` takes only these. The demo is played first if it was not.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildPage, installDependencies, projectRoot, requireNode, run } from './bootstrap.mjs'

requireNode()
installDependencies()
buildPage()
const demo = join(projectRoot, '.seatledger', 'demo')
if (!existsSync(demo)) run(process.execPath, [join(projectRoot, 'scripts', 'demo.mjs')], 'The demo could not be played')
const folder = join(projectRoot, '.seatledger', 'screenshots')
const program = join(projectRoot, 'test', 'browser', 'take-screenshots.ts')
const hooks = join(projectRoot, 'test', 'helpers', 'run-typescript.mjs')
const args = ['--import', hooks, program, demo, folder, ...process.argv.slice(2)]
const { status } = spawnSync(process.execPath, args, { cwd: projectRoot, stdio: 'inherit' })
process.exitCode = status ?? 1

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Plain JavaScript that needs nothing installed: it is what installs and builds everything else.

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))
const oldestNode = [20, 19]
const allFolders = ['src', 'emulators', 'scripts', 'bench', 'web']

/** Stops with a clear message on a Node that is too old, instead of failing somewhere later. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return
  fail(`SeatLedger needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`)
}

/** Installs the locked dependencies unless just these are installed already. */
export function installDependencies() {
  const lock = readFileSync(join(projectRoot, 'package-lock.json'))
  const wanted = createHash('sha256').update(lock).update(process.platform).update(process.arch).digest('hex')
  const note = join(projectRoot, 'node_modules', '.seatledger-lock')
  if (existsSync(note) && readFileSync(note, 'utf8') === wanted) return
  process.stderr.write('Installing the locked dependencies (once) …\n')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'The dependencies could not be installed')
  writeFileSync(note, wanted)
}

/** Compiles to `dist/`, and the page to `web/dist/`, unless that is newer than every source. */
export function build() {
  const built = join(projectRoot, 'dist', '.built')
  if (existsSync(built) && newestSource(allFolders) < statSync(built).mtimeMs) return
  process.stderr.write('Building …\n')
  const compiler = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc')
  // Types are checked by the tests and by CI; here the program is only wanted.
  const args = [compiler, '-p', join(projectRoot, 'tsconfig.build.json'), '--noCheck']
  run(process.execPath, args, 'The program could not be built')
  buildPage()
  mkdirSync(dirname(built), { recursive: true })
  writeFileSync(built, '')
}

/** Bundles the page to `web/dist/`, unless that is newer than its sources. */
export function buildPage() {
  const page = join(projectRoot, 'web', 'dist', 'index.html')
  if (existsSync(page) && newestSource(['web']) < statSync(page).mtimeMs) return
  const bundler = join(projectRoot, 'node_modules', 'vite', 'bin', 'vite.js')
  run(
    process.execPath,
    [bundler, 'build', join(projectRoot, 'web'), '--logLevel', 'warn'],
    'The page could not be built',
  )
}

/** Runs a program in the project with our own standard streams; ends with it if it fails. */
export function run(command, args, failure) {
  const shell = process.platform === 'win32' && command === 'npm'
  const outcome = spawnSync(command, args, { cwd: projectRoot, stdio: ['inherit', 2, 'inherit'], shell })
  if (outcome.status === 0) return
  const why = outcome.error === undefined ? `exit code ${outcome.status ?? outcome.signal}` : outcome.error.message
  fail(`${failure} (${why}). The lines above say more.`)
}

function newestSource(folders) {
  const files = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].map((file) => join(projectRoot, file))
  for (const folder of folders) collect(join(projectRoot, folder), files)
  return Math.max(...files.map((file) => statSync(file).mtimeMs))
}

function collect(folder, files) {
  if (!existsSync(folder)) return
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && entry.name !== 'dist') collect(path, files)
    else if (/\.(?:tsx?|css|html)$/.test(path)) files.push(path)
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

// `npm run mutate`: changes the engine in small ways, one at a time, and tells which changes no test notices.
// `npm run mutate -- --sample 200 --seed 7 src/money` names how many, drawn how, and where; `--quick` asks the worked
// examples alone, which takes a second a change instead of half a minute for those that they let pass.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import ts from 'typescript'
import { installDependencies, projectRoot, requireNode } from './bootstrap.mjs'
import { findMutants } from './mutate/find-mutants.mjs'

requireNode()
installDependencies()
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
  },
})
const examples = `import { readdirSync, readFileSync } from 'node:fs'
import { evaluateScenario } from './out/src/app/evaluate/evaluate-scenario.js'
import { readScenario } from './out/src/app/evaluate/read-scenario.js'
const folder = new URL('./test/scenarios/', import.meta.url)
for (const name of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
  const { differences } = evaluateScenario(readScenario(readFileSync(new URL(name, folder), 'utf8'), name))
  if (differences === undefined || differences.length > 0) process.exit(1)
}
`

const folders = positionals.length === 0 ? ['src/money', 'src/billing'] : positionals
const place = mkdtempSync(join(tmpdir(), 'seatledger-mutate-'))
try {
  process.exitCode = run()
} finally {
  rmSync(place, { recursive: true, force: true })
}

function run() {
  layOut()
  if (!examplesPass()) throw new Error('The worked examples do not pass as they are; mend them first.')
  if (!values.quick && !testsPass()) throw new Error('The tests do not pass as they are; mend them first.')
  const all = folders.flatMap((folder) => sources(folder)).flatMap((path) => findMutants(path, read(path)))
  const chosen = drawn(all, Number(values.sample), Number(values.seed))
  const survivors = []
  for (const [index, mutant] of chosen.entries()) {
    const noticed = isNoticed(mutant)
    if (!noticed) survivors.push(mutant)
    process.stderr.write(`\r${String(index + 1)} of ${String(chosen.length)}, ${String(survivors.length)} not noticed`)
  }
  process.stderr.write('\n')
  report(all.length, chosen.length, survivors)
  return 0
}

function report(all, tried, survivors) {
  const score = tried === 0 ? 0 : Math.round(((tried - survivors.length) / tried) * 1000) / 10
  console.log(`${String(tried)} of ${String(all)} possible changes tried, ${String(score)} % noticed.`)
  for (const { path, line, was, replacement } of survivors) {
    console.log(`${path}:${String(line)}: ${oneLine(was)}  ->  ${oneLine(replacement)}`)
  }
}

function oneLine(text) {
  return text.replaceAll(/\s+/g, ' ').slice(0, 80)
}

/** The sources twice: as JavaScript, which starts fast, for the worked examples; and as they are, for the tests. */
function layOut() {
  symlinkSync(join(projectRoot, 'node_modules'), join(place, 'node_modules'))
  for (const name of ['package.json', 'tsconfig.json', 'vitest.config.ts'])
    cpSync(join(projectRoot, name), join(place, name))
  for (const name of ['src', 'test', 'emulators', 'scripts', 'docs']) {
    cpSync(join(projectRoot, name), join(place, name), { recursive: true })
  }
  for (const path of sources('src')) write(path, read(path))
  writeFileSync(join(place, 'examples.mjs'), examples)
}

function write(path, text) {
  const target = join(place, 'out', path.replace(/\.ts$/, '.js'))
  mkdirSync(dirname(target), { recursive: true })
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2023,
    rewriteRelativeImportExtensions: true,
  }
  writeFileSync(target, ts.transpileModule(text, { compilerOptions, fileName: path }).outputText)
}

function isNoticed(mutant) {
  const before = read(mutant.path)
  const changed = before.slice(0, mutant.start) + mutant.replacement + before.slice(mutant.end)
  try {
    write(mutant.path, changed)
    if (!examplesPass()) return true
    if (values.quick) return false
    writeFileSync(join(place, mutant.path), changed)
    return !testsPass()
  } finally {
    write(mutant.path, before)
    writeFileSync(join(place, mutant.path), before)
  }
}

function examplesPass() {
  return spawnSync(process.execPath, ['examples.mjs'], { cwd: place, stdio: 'ignore', timeout: 60_000 }).status === 0
}

/** The engine's own tests; a change that makes them hang is noticed too. */
function testsPass() {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--bail', '1', '--maxWorkers=1', ...folders]
  return spawnSync(process.execPath, args, { cwd: place, stdio: 'ignore', timeout: 300_000 }).status === 0
}

function sources(folder) {
  return readdirSync(join(place, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.endsWith('.d.ts'))
    .sort()
}

function read(path) {
  return readFileSync(join(place, path), 'utf8')
}

/** So many of a list, drawn by a seed: the same seed draws the same. */
function drawn(list, count, seed) {
  const left = [...list]
  const taken = []
  let state = BigInt(seed) + 0x9e3779b97f4a7c15n
  while (taken.length < count && left.length > 0) {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn
    const index = Number((state >> 33n) % BigInt(left.length))
    taken.push(...left.splice(index, 1))
  }
  return taken
}

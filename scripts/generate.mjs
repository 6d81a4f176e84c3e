// `npm run generate`: writes the files that are made from the code. A test compares them with what is checked in.
// `npm run generate -- --demo` plays the demo as well and shows in the README what it printed.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build, installDependencies, projectRoot, requireNode } from './bootstrap.mjs'

requireNode()
installDependencies()
build()
const { generateFiles } = await import('../dist/scripts/generate/generate-files.js')
const { withNewestSchema } = await import('../dist/scripts/generate/newest-schema.js')

const folder = mkdtempSync(join(tmpdir(), 'seatledger-generate-'))
try {
  const files = await withNewestSchema(folder, (client) => generateFiles(client))
  for (const { path, text } of files) write(join(projectRoot, path), text)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

if (process.argv.includes('--demo')) await showDemo()

/** The README changes only when more than ports and times did. */
async function showDemo() {
  const { demoExcerpt, sameButForTimes } = await import('../dist/scripts/generate/demo-excerpt.js')
  const { fillBlock } = await import('../dist/scripts/generate/fill-block.js')
  const { status, stdout } = spawnSync(process.execPath, [join(projectRoot, 'scripts', 'demo.mjs')], {
    encoding: 'utf8',
    maxBuffer: 64_000_000,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`The demo ended with ${status}.`)
  const readme = join(projectRoot, 'README.md')
  const before = readFileSync(readme, 'utf8')
  const excerpt = demoExcerpt(stdout.replaceAll(projectRoot, '.'))
  const after = fillBlock(before, 'demo-output', `\`\`\`text\n${excerpt}\n\`\`\``)
  if (!sameButForTimes(before, after)) write(readme, after)
}

function write(path, text) {
  const before = readIfThere(path)
  if (before === text) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  process.stdout.write(`${before === undefined ? 'made' : 'changed'} ${path}\n`)
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

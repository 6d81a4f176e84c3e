// `npm run generate`: writes the files that are made from the code. A test compares them with what is checked in.
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

import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// The compiler takes longer to load than to strip a file, so what it made of a text is kept for the next process.
const cache = fileURLToPath(new URL('../../node_modules/.cache/stripped-types', import.meta.url))

/** Strips the types from `.ts` files; leaves all others to Node. */
export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context)
  const fileName = fileURLToPath(url)
  const text = await readFile(fileName, 'utf8')
  const kept = join(cache, `${createHash('sha256').update(fileName).update('\0').update(text).digest('hex')}.mjs`)
  const source = await readFile(kept, 'utf8').catch(() => strip(fileName, text, kept))
  return { format: 'module', shortCircuit: true, source }
}

async function strip(fileName, text, kept) {
  const { default: typescript } = await import('typescript')
  const compilerOptions = {
    target: typescript.ScriptTarget.ES2023,
    module: typescript.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    inlineSourceMap: true,
  }
  const { outputText } = typescript.transpileModule(text, { fileName, compilerOptions })
  // Another user's process may not write here, and does not need to.
  await keep(kept, outputText).catch(() => undefined)
  return outputText
}

async function keep(path, text) {
  await mkdir(cache, { recursive: true })
  const unfinished = `${path}.${String(process.pid)}`
  await writeFile(unfinished, text)
  await rename(unfinished, path)
}

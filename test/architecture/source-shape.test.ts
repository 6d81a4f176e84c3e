import { expect, test } from 'vitest'
import { projectFiles, type ProjectFile } from './project-files.ts'

const mostLines = 350

// Written so that this file does not hold what it looks for.
const forbidden: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a skipped test', pattern: /\b(?:test|it|describe)\.skip\b|\b(?:xit|xtest|xdescribe)\(/ },
  { what: 'a test that keeps others from running', pattern: /\b(?:test|it|describe)\.only\b/ },
  { what: 'a note of work left undone', pattern: /\b(?:TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b/ },
  { what: 'a lint rule switched off', pattern: /eslint-[d]isable/ },
  { what: 'a compiler error silenced', pattern: /@ts-(?:ignor[e]|expect-erro[r]|nochec[k])/ },
]

const aimlessFolders = /^src\/(?:.*\/)?(?:utils?|common|helpers?|managers?|services?|misc|lib)\//

function longFiles(files: readonly ProjectFile[]): string[] {
  const lengths = files.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
  return lengths.filter(({ lines }) => lines > mostLines).map(({ path, lines }) => `${path}: ${String(lines)} lines`)
}

function findings(files: readonly ProjectFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    forbidden.filter(({ pattern }) => pattern.test(text)).map(({ what }) => `${path} holds ${what}`),
  )
}

test(`no file of the product is longer than ${String(mostLines)} lines`, async () => {
  const files = await projectFiles(/^(src|emulators|scripts|bench)\/.*\.(ts|mjs)$/)
  const product = files.filter(({ path }) => !path.endsWith('.test.ts'))
  expect(product.length).toBeGreaterThan(400)
  expect(longFiles(product)).toEqual([])
  expect(longFiles([{ path: 'src/long.ts', text: 'line\n'.repeat(mostLines + 1) }])).toHaveLength(1)
})

test('no folder is named after nothing in particular', async () => {
  const paths = (await projectFiles(/^src\//)).map(({ path }) => path)
  expect(paths.filter((path) => aimlessFolders.test(path))).toEqual([])
  expect(aimlessFolders.test('src/billing/helpers/add.ts')).toBe(true)
  expect(aimlessFolders.test('src/utils/add.ts')).toBe(true)
})

test('no test is skipped, no check is switched off and no work is left for later', async () => {
  const files = await projectFiles(/^(src|emulators|scripts|test|bench)\/.*\.(ts|mjs)$/)
  expect(findings(files)).toEqual([])
  const wrong = ['test.ski' + 'p("x")', 'describe.onl' + 'y()', '// TO' + 'DO later', '/* eslint-disabl' + 'e */']
  for (const text of wrong) expect(findings([{ path: 'src/wrong.ts', text }])).toHaveLength(1)
})

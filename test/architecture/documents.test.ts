import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { describedProgram } from '../../scripts/generate/described-program.ts'
import { packageRoot } from '../../src/support/package-root.ts'
import { projectFiles } from './project-files.ts'

const documents = await projectFiles(/\.md$/)
const sources = (await projectFiles(/^(src|emulators|scripts)\/.*\.ts$/)).filter(
  ({ path }) => !path.endsWith('.test.ts'),
)
const [packageFile] = await projectFiles(/^package\.json$/)
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(packageFile?.text ?? ''))

/** The calls of the program in a text: in fenced blocks and between backticks, up to the end of the line or the mark. */
function callsIn(text: string): string[] {
  const blocks = [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```/gm)].filter(([, language]) =>
    ['', 'sh', 'bash', 'console'].includes(language ?? ''),
  )
  const fenced = blocks.flatMap(([, , block]) =>
    [...(block ?? '').matchAll(/(?:^|\$ |npx |&& )(seatledger(?: [^\n|;&#>]*)?)/gm)].map(([, call]) => call ?? ''),
  )
  // Not a template of the code, which begins behind a bracket or an operator.
  const inline = [...text.matchAll(/(?:^|[\s\\'"]|(?<!\w)\()`(?:npx )?(seatledger [^`\n]*?)\\?`/gm)].map(
    ([, call]) => call ?? '',
  )
  return [...fenced, ...inline]
}

/** What is wrong with a call: a command or an option that the program does not have. */
function problemOf(call: string): string | undefined {
  const program = describedProgram()
  const words = call.trim().split(/\s+/).slice(1)
  const globals = program.options
  let command: Command = program
  while (words.length > 0) {
    const word = words.shift() ?? ''
    if (word.startsWith('-')) {
      const name = word.split('=')[0]
      const option = [...command.options, ...globals].find(({ long, short }) => long === name || short === name)
      if (option === undefined && name !== '--help') return `${call}: there is no option ${word}`
      if (option?.required === true && !word.includes('=')) words.shift()
      continue
    }
    if (command.commands.length === 0) continue
    const inner = command.commands.find((candidate) => candidate.name() === word)
    if (inner === undefined && !isPlaceholder(word)) return `${call}: there is no command ${word}`
    if (inner === undefined) return undefined
    command = inner
  }
  return undefined
}

/** Text that stands for any command, as in a template or "seatledger <command>". */
function isPlaceholder(word: string): boolean {
  return /^[<$…]/.test(word)
}

test('the documents and the messages name only commands and options that there are', () => {
  const calls = [...documents, ...sources].flatMap(({ path, text }) => callsIn(text).map((call) => ({ path, call })))
  expect(calls.length).toBeGreaterThan(50)
  expect(calls.filter(({ call }) => problemOf(call) !== undefined)).toEqual([])
  expect(problemOf('seatledger publish')).toBe('seatledger publish: there is no command publish')
  expect(problemOf('seatledger run --everything')).toBe('seatledger run --everything: there is no option --everything')
  expect(callsIn('```sh\nnpx seatledger sink\n```')).toEqual(['seatledger sink'])
})

test('the documents name only npm scripts that there are', () => {
  const named = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/npm (?:run (?:--silent )?)?(demo|test|[a-z][a-z:-]*)\b/g)].flatMap(([whole, script]) =>
      whole.startsWith('npm run') || script === 'test' ? [{ path, script: script ?? '' }] : [],
    ),
  )
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter(({ script }) => scripts[script] === undefined)).toEqual([])
})

test('every link between the documents leads somewhere', () => {
  const links = documents.flatMap(({ path, text }) =>
    [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, target]) => ({
      path,
      target: target ?? '',
    })),
  )
  expect(links.length).toBeGreaterThan(30)
  expect(links.filter(({ path, target }) => !leadsSomewhere(path, target))).toEqual([])
  expect(leadsSomewhere('README.md', 'docs/no-such-page.md')).toBe(false)
  expect(leadsSomewhere('README.md', 'README.md#no-such-heading')).toBe(false)
})

function leadsSomewhere(from: string, target: string): boolean {
  const [file = '', heading] = target.split('#')
  const path = file === '' ? from : join(dirname(from), file)
  if (!existsSync(join(packageRoot, path))) return false
  if (heading === undefined) return true
  const text = documents.find((document) => document.path === path)?.text ?? ''
  return [...text.matchAll(/^#+ (.+)$/gm)].some(([, title]) => anchorOf(title ?? '') === heading)
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}

test('the documents and the code name only files of the project that there are', () => {
  const named = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/`((?:src|emulators|scripts|test|docs|migrations|bin|bench)\/[\w./-]+)`/g)].map(([, file]) => ({
      path,
      file: file ?? '',
    })),
  )
  expect(named.length).toBeGreaterThan(30)
  expect(named.filter(({ file }) => !existsSync(join(packageRoot, file)))).toEqual([])
})

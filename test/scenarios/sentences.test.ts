import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { evaluateScenario } from '../../src/app/evaluate/evaluate-scenario.ts'
import { readScenario } from '../../src/app/evaluate/read-scenario.ts'
import { explainLine } from '../../src/billing/explain.ts'
import { minorUnitsOf } from '../../src/money/currency.ts'
import { packageRoot } from '../../src/support/package-root.ts'
import { sentenceProblems } from '../helpers/sentence-numbers.ts'

const folder = join(packageRoot, 'test', 'scenarios')
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
const lines = files.flatMap((name) => {
  const { run } = evaluateScenario(readScenario(readFileSync(join(folder, name), 'utf8'), name))
  return run.invoices.flatMap(({ lines: all, currency }) => all.map((line) => ({ name, line, currency })))
})

test.each(files)('the numbers in the sentences of %s work out to the lines’ amounts', (file) => {
  const own = lines.filter(({ name }) => name === file)
  const problems = own.flatMap(({ line, currency }) =>
    sentenceProblems(line, explainLine(line, currency).sentence, minorUnitsOf(currency)),
  )
  expect(problems).toEqual([])
})

test('the last row of the arithmetic is the line’s amount, and every row says where it comes from', () => {
  for (const { name, line, currency } of lines) {
    const { rows } = explainLine(line, currency)
    expect([name, rows.at(-1)?.result]).toEqual([name, line.amount])
    for (const { what, working, source } of rows) expect([name, what, working, source]).not.toContain('')
  }
})

test('a line that follows subscriptions tells what was held by which evidence, and what each basis would bill', () => {
  const following = lines.filter(({ line }) => line.source === 'synced' || line.source === 'held')
  expect(following.length).toBeGreaterThan(100)
  for (const { name, line } of following) {
    const { slice, byBasis, price } = line.reasons
    if (line.lineKey.includes('/discount') || line.lineKey.includes('/minimum')) continue
    expect([name, slice.length > 0, slice.every(({ evidence }) => evidence.length > 0)]).toEqual([name, true, true])
    expect([name, byBasis.length > 0, price !== undefined]).toEqual([name, true, true])
  }
})

describe('the check of sentences itself refuses', () => {
  const line = lines.find(({ name, line: one }) => name === 'everhour-member-added.yaml' && one.quantity === '1')?.line
  const right = '1 seat added 16 Apr, in force 15 of 30 days, at 7.00 (cost 7.00 x 1.00, house rule) = 3.50'

  test.each([
    ['another amount', '= 3.50', '= 3.51'],
    ['another quantity', '1 seat', '2 seats'],
    ['other days', '15 of 30', '16 of 30'],
    ['another price', 'at 7.00', 'at 7.10'],
    ['a working that gives another price', '7.00 x 1.00', '7.00 x 1.10'],
    ['a form that nobody knows', 'in force', 'held for'],
  ])('%s', (_what, found, wrong) => {
    if (line === undefined) throw new Error('The example must bill a line.')
    expect(sentenceProblems(line, right)).toEqual([])
    expect(sentenceProblems(line, right.replace(found, wrong))).not.toEqual([])
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { scenarioJsonSchema } from '../../scripts/generate/scenario-json-schema.ts'
import { evaluateScenario } from '../../src/app/evaluate/evaluate-scenario.ts'
import { readScenario } from '../../src/app/evaluate/read-scenario.ts'
import { packageRoot } from '../../src/support/package-root.ts'

const folder = join(packageRoot, 'test', 'scenarios')
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true })
addFormats.default(ajv)
const satisfiesSchema = ajv.compile(JSON.parse(scenarioJsonSchema()) as object)

test('there are at least sixty worked examples, each with its source and its arithmetic', () => {
  expect(files.length).toBeGreaterThanOrEqual(60)
  for (const { name, text } of files) {
    expect(text, `${name} names no source`).toMatch(/^# Source: \S/)
    expect(text, `${name} shows no arithmetic`).toMatch(/^# (?!Source: )/m)
  }
})

describe.each(files)('$name', ({ name, text }) => {
  test('comes out as its source says, to the cent', () => {
    const { text: written, ...scenario } = readScenario(text, name)
    const stated = written.expect?.clients ?? []
    expect(stated.length).toBeGreaterThan(0)
    for (const { total, lines, anomalies } of stated) expect([total, lines, anomalies]).not.toContain(undefined)
    expect(evaluateScenario({ text: written, ...scenario }).differences).toEqual([])
  })

  test('is taken by the JSON Schema as an editor reads it', () => {
    expect(satisfiesSchema(parse(text)), ajv.errorsText(satisfiesSchema.errors)).toBe(true)
  })
})

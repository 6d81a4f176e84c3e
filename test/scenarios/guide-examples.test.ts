import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { scenarioJsonSchema } from '../../scripts/generate/scenario-json-schema.ts'
import { evaluateScenario } from '../../src/app/evaluate/evaluate-scenario.ts'
import { readScenario } from '../../src/app/evaluate/read-scenario.ts'
import { packageRoot } from '../../src/support/package-root.ts'

const page = readFileSync(join(packageRoot, 'docs', 'guides', 'scenarios.md'), 'utf8')
const examples = [...page.matchAll(/^## (.+)\n[^#]*?^```yaml\n([\s\S]*?)^```/gm)].map(([, title, block]) => ({
  title: title ?? '',
  block: block ?? '',
}))

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true })
addFormats.default(ajv)
const satisfiesSchema = ajv.compile(JSON.parse(scenarioJsonSchema()) as object)

test('the guide works at least a dozen examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(12)
})

test.each(examples)('the guide’s example "$title" comes out as it says', ({ title, block }) => {
  expect(block).toContain('expect:')
  expect(evaluateScenario(readScenario(block, title)).differences).toEqual([])
  expect(satisfiesSchema(parse(block)), ajv.errorsText(satisfiesSchema.errors)).toBe(true)
})

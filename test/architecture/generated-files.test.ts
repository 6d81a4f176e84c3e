import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillBlock } from '../../scripts/generate/fill-block.ts'
import { generateFiles } from '../../scripts/generate/generate-files.ts'
import { packageRoot } from '../../src/support/package-root.ts'
import { createTestDatabase, type TestDatabase } from '../helpers/test-database.ts'

let testDatabase: TestDatabase
let client: Client

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  client = new Client({ connectionString: testDatabase.url })
  await client.connect()
})

afterAll(async () => {
  await client.end()
  await testDatabase.close()
})

test('what is made from the code is checked in as the code makes it; `npm run generate` makes it afresh', async () => {
  const files = await generateFiles(client)
  expect(files.length).toBeGreaterThanOrEqual(6)
  for (const { path, text } of files) {
    const checkedIn = await readFile(join(packageRoot, path), 'utf8')
    expect(checkedIn === text, `${path} is out of date: run "npm run generate"`).toBe(true)
  }
})

test('a page without the marks for a generated part is refused', () => {
  expect(() => fillBlock('no marks', 'exit-codes', '')).toThrow('generated: exit-codes')
  expect(() => fillBlock('<!-- end of x -->\n<!-- generated: x -->', 'x', '')).toThrow('generated: x')
})

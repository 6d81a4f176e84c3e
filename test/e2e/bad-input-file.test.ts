import { gzipSync } from 'node:zlib'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { adobeFile, adobeRow } from '../../src/app/import/fixtures/adobe-file.ts'
import { openCliHome, type CliHome } from '../helpers/cli-home.ts'
import { tableContents, type TableContents } from '../helpers/table-contents.ts'

let home: CliHome
let before: TableContents

beforeAll(async () => {
  home = await openCliHome()
  before = await tableContents(home.test)
})
afterAll(() => home.close())

const row = { invoice: '900001', customer: '100', price: '10.00' }
const whole = adobeFile([
  adobeRow({ ...row, line: '000010', quantity: '2', amount: '20.00' }),
  adobeRow({ ...row, line: '000020', quantity: '3', amount: '30.00', sku: 'B' }),
])

const refusal = z.looseObject({
  verdict: z.literal('refused').optional(),
  result: z.null().optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
})

interface Case {
  readonly content: string | Uint8Array
  readonly words: readonly string[]
}

const cases: readonly [string, Case][] = [
  [
    'that breaks off in the middle of a row',
    { content: whole.slice(0, -40), words: ['adobe.csv', 'Line 3 has 16 cells where the header has 25'] },
  ],
  [
    'whose last row is missing, so that its control totals do not tie',
    { content: whole.slice(0, whole.lastIndexOf('\n')), words: ['Grand Total', '50.00', '20.00'] },
  ],
  [
    'with an amount that was changed by hand',
    { content: whole.replace('30.00,0,30.00', '30.00,0,31.00'), words: ['Grand Total', '50.00', '51.00'] },
  ],
  [
    'that is no UTF-8',
    {
      content: Buffer.from(whole.replace('Client 100', 'Caf\xe9 100'), 'latin1'),
      words: ['adobe.csv', 'not utf-8 text', 'save it as CSV UTF-8'],
    },
  ],
  ['that is empty', { content: '', words: ['adobe.csv'] }],
  [
    'that is packed and breaks off',
    { content: gzipSync(whole).subarray(0, 60), words: ['adobe.csv', 'cannot be unpacked'] },
  ],
  ['that is something else', { content: '<html><body>Log in</body></html>\n', words: ['adobe.csv', 'column'] }],
]

test.each(cases)(
  'a file %s is refused with its place, and nothing of it is imported',
  async (_name, { content, words }) => {
    const path = join(home.directory, 'adobe.csv')
    await writeFile(path, content)
    const args = ['import', 'charges', path, '--map', 'adobe', '--connection', 'adobe', '--yes']
    const plain = await home.run(args)
    expect(plain.exit, plain.out + plain.err).toBe(2)
    for (const word of words) expect(plain.out + plain.err).toContain(word)
    const forMachines = await home.run([...args, '--json'])
    expect(forMachines.exit).toBe(2)
    const told = refusal.parse(JSON.parse(forMachines.out))
    expect(told.verdict === 'refused' || told.error !== undefined).toBe(true)
    expect(await tableContents(home.test)).toEqual(before)
  },
)

test('a file that is not there, a directory and a mapping that there is not are named', async () => {
  const path = join(home.directory, 'there.csv')
  await writeFile(path, whole)
  const importing = (file: string, map: string): ReturnType<CliHome['run']> =>
    home.run(['import', 'charges', file, '--map', map, '--connection', 'adobe', '--yes'])
  const missing = await importing('/nowhere/adobe.csv', 'adobe')
  expect([missing.exit, missing.err]).toEqual([2, expect.stringContaining('/nowhere/adobe.csv cannot be read')])
  const directory = await importing(home.directory, 'adobe')
  expect([directory.exit, directory.err]).toEqual([2, expect.stringContaining(`${home.directory} cannot be read`)])
  const mapping = await importing(path, 'adobee')
  expect([mapping.exit, mapping.err]).toEqual([2, expect.stringContaining('adobee')])
  expect(mapping.err).toContain('adobe')
  expect(await tableContents(home.test)).toEqual(before)
})

test('what a file holds that is whole is not imported before it is confirmed', async () => {
  const path = join(home.directory, 'adobe.csv')
  await writeFile(path, whole)
  const args = ['import', 'charges', path, '--map', 'adobe', '--connection', 'adobe']
  expect((await home.run(args)).out).toContain('Nothing was imported yet')
  expect(await tableContents(home.test)).toEqual(before)
  expect((await home.run([...args, '--yes'])).out).toContain('2 charges, 1 new distributor invoice')
  const imported = await tableContents(home.test)
  expect((await home.run([...args, '--yes'])).exit).toBe(0)
  expect(await tableContents(home.test)).toEqual(imported)
})

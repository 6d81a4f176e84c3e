import { expect, test } from 'vitest'
import { demoExcerpt, sameButForTimes } from '../../scripts/generate/demo-excerpt.ts'
import { projectFiles } from './project-files.ts'

const output = `2026-10, synced night by night:
  2026-10-02  3 subscriptions, complete
              Harbor Dental: 1 seat added
  2026-10-12  3 subscriptions, complete
              Bear Creek Winery: Carla joins, 18 seats

USD, our cost  together
ties out         300.00

Done in 12.3 s. What was played is kept in ./.seatledger/demo; look around in it:
  npx seatledger review
`

test('the README shows real lines of the demo in their order, and says where some are left out', () => {
  expect(demoExcerpt(output)).toBe(`2026-10, synced night by night:
  2026-10-02  3 subscriptions, complete
…
              Bear Creek Winery: Carla joins, 18 seats

USD, our cost  together
ties out         300.00

Done in 12.3 s. What was played is kept in ./.seatledger/demo; look around in it:
…`)
})

test('another run of the demo is the same but for times and ports; another figure is not', () => {
  const port = 'Pax8 at http://127.0.0.1:35645'
  expect(sameButForTimes(output + port, output.replace('12.3 s', '45.6 s') + port.replace('35645', '40001'))).toBe(true)
  expect(sameButForTimes(output, output.replace('300.00', '300.01'))).toBe(false)
})

test('the README shows the demo up to its last row: nothing unexplained', async () => {
  const [readme] = await projectFiles(/^README\.md$/)
  const shown = /<!-- generated: demo-output -->\n\n```text\n([\s\S]*?)```\n\n<!-- end of demo-output -->/.exec(
    readme?.text ?? '',
  )?.[1]
  expect(shown).toMatch(/^Bear Creek Winery +\d/m)
  expect(shown).toMatch(/^unexplained difference(?: +0\.00)+$/m)
})

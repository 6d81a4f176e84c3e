import { expect, test } from 'vitest'
import { clientExcerpt } from './client-excerpt.ts'

const source = `seatledger: '1'
clients:
  # the winery
  - client: bear-creek
    name: Bear Creek
    lines:
      - line: m365 # twenty seats
        syncsQuantity: true
  - { client: north-wind, name: North Wind }
`

test('what a config says of a client is its own lines, set to the margin', () => {
  expect(clientExcerpt(source, 'bear-creek')).toBe(
    [
      'client: bear-creek',
      'name: Bear Creek',
      'lines:',
      '  - line: m365 # twenty seats',
      '    syncsQuantity: true',
    ].join('\n'),
  )
  expect(clientExcerpt(source, 'north-wind')).toBe('{ client: north-wind, name: North Wind }')
  expect(clientExcerpt(source, 'nobody')).toBeUndefined()
  expect(clientExcerpt("seatledger: '1'\n", 'bear-creek')).toBeUndefined()
})

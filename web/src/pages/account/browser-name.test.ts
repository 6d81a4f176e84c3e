import { expect, test } from 'vitest'
import { browserName } from './browser-name.ts'

test('a browser is called what a person calls it, though each names itself after several', () => {
  const windows =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'
  expect(browserName(`${windows} Edg/140.0`)).toBe('Edge on Windows')
  expect(browserName(windows)).toBe('Chrome on Windows')
  const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1'
  expect(browserName(phone)).toBe('Safari on iOS')
  expect(browserName('curl/8.5.0')).toBe('curl/8.5.0')
  expect(browserName('')).toBe('a browser that did not name itself')
})

import { expect, test } from 'vitest'
import { isAmbiguous, rankCandidates } from './rank-names.ts'

const names = (subject: Parameters<typeof rankCandidates>[0], ...candidates: [string, string?][]) =>
  rankCandidates(
    subject,
    candidates.map(([name, email]) => ({ value: name, name, email })),
  )

test('the same name goes before the same name in another form, and that before one that is only like it', () => {
  const ranked = names(
    { name: 'Bear Creek Winery' },
    ['Bear Creek Wines'],
    ['BEAR CREEK WINERY'],
    ['Bear-Creek Winery, LLC'],
    ['Harbor Dental'],
  )
  expect(ranked.map(({ name, reasons }) => [name, ...reasons])).toEqual([
    ['BEAR CREEK WINERY', 'same name'],
    ['Bear-Creek Winery, LLC', 'same name but for its legal form or punctuation'],
    ['Bear Creek Wines', expect.stringMatching(/^like in name, 0\.\d\d$/) as string],
  ])
  expect(isAmbiguous(ranked)).toBe(false)
})

test('two of one name are ambiguous until an e-mail domain speaks for one; free mail speaks for none', () => {
  const twice: [string, string?][] = [
    ['Harbor Dental', 'office@harbor.example'],
    ['Harbor Dental', 'desk@elsewhere.example'],
  ]
  expect(isAmbiguous(names({ name: 'Harbor Dental' }, ...twice))).toBe(true)
  const told = names({ name: 'Harbor Dental', email: 'billing@harbor.example' }, ...twice)
  expect([isAmbiguous(told), told[0]?.reasons]).toEqual([false, ['same name', 'same e-mail domain']])
  const free = names({ name: 'Harbor Dental', email: 'a@gmail.com' }, ['Something Else', 'b@gmail.com'])
  expect(free).toEqual([])
})

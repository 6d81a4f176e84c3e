import { expect, test } from 'vitest'
import { companyAfter, openCompany, pauseOf, type CompanyEvent, type PostingCompany } from './posting-company.ts'

const noon = new Date('2026-12-01T12:00:00Z')
const inMinutes = (minutes: number): Date => new Date(noon.getTime() + minutes * 60_000)
const after = (...events: readonly CompanyEvent[]): PostingCompany => events.reduce(companyAfter, openCompany)

test('three outcomes in a row that could not be learnt stop the company, whoever met them', () => {
  const unknown = { kind: 'unknown' } as const
  expect(after(unknown, unknown).stoppedBecause).toBeUndefined()
  expect(after(unknown, unknown, unknown).stoppedBecause).toContain('three invoices in a row')
})

test('one that was settled between them begins the count again; a pause does not', () => {
  const unknown = { kind: 'unknown' } as const
  expect(after(unknown, unknown, { kind: 'settled' }, unknown, unknown).stoppedBecause).toBeUndefined()
  expect(after(unknown, unknown, { kind: 'pause', until: noon }, unknown).stoppedBecause).toBeDefined()
})

test('what stopped the company first stays the reason', () => {
  const stop = (because: string): CompanyEvent => ({ kind: 'stop', because })
  expect(after(stop('the grant is gone'), stop('cancelled by carla')).stoppedBecause).toBe('the grant is gone')
})

test('a pause is as long as the longest that was asked for, and one that a wrong clock noted is none', () => {
  const paused = after({ kind: 'pause', until: inMinutes(10) }, { kind: 'pause', until: inMinutes(1) })
  expect(pauseOf(paused, noon)).toEqual(inMinutes(10))
  expect(pauseOf(paused, inMinutes(10))).toBeUndefined()
  expect(pauseOf(paused, inMinutes(-24 * 60))).toBeUndefined()
})

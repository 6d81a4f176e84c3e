import { expect, test } from 'vitest'
import { openPostingScene } from '../../../test/helpers/posting-scene.ts'
import { adapterRegistry } from '../../cli/adapter-registry.ts'
import { createManualClock } from '../../support/clock.ts'
import { findDrift } from '../drift/find-drift.ts'
import { examineLedgerDocuments, readsFinding } from './examine-ledger-documents.ts'

test('reads are told of from four fifths of what the vendor gives in a month', () => {
  expect(readsFinding('books', 399_999).state).toBe('good')
  expect(readsFinding('books', 400_000)).toMatchObject({
    state: 'notice',
    message: '400000 of 500000 reads are used this month',
  })
})

test('an invoice that was voided in the ledger wants a person, one that the ledger only taxed does not', async () => {
  const clock = createManualClock(new Date('2036-01-01T06:00:00Z'))
  const scene = await openPostingScene({ clock, clients: 2 })
  try {
    const month = scene.freshMonth()
    await scene.post(await scene.approvedRun(month))
    const before = await examineLedgerDocuments(scene.context)
    expect(before.map(({ code, state }) => `${code} ${state}`)).toEqual(['posting.drift good', 'connection.reads good'])
    const [first] = await scene.postings(month)
    clock.advanceBy(3_600_000)
    scene.company.voidOrDelete('Invoice', first?.documentId ?? '', 'void')
    const { context, keys } = scene
    await findDrift(context, adapterRegistry, keys, 'quickbooks-online', new AbortController().signal)
    const [finding] = await examineLedgerDocuments(context)
    expect(finding).toMatchObject({
      code: 'posting.drift',
      state: 'wrong',
      subject: 'quickbooks-online/client-01/2026-01',
    })
    expect(finding?.message).toContain('was voided in the ledger')
  } finally {
    await scene.close()
  }
})

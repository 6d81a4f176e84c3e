import { describe, expect, test } from 'vitest'
import type { StoredSnapshot } from '../../store/snapshots.ts'
import { examineLists } from './examine-ledger-lists.ts'
import { examineRowSecurity } from './examine-database.ts'
import { describeDisk, examineMachine, examineNode } from './examine-machine.ts'
import { examineAge } from './examine-snapshots.ts'
import { examineTokens } from './examine-tokens.ts'

const now = new Date('2026-10-10T12:00:00Z')

describe('the machine', () => {
  test('Node 20.19 is the oldest that is supported', () => {
    expect(examineNode('20.19.0').state).toBe('good')
    expect(examineNode('24.1.0').state).toBe('good')
    expect(examineNode('20.18.3').state).toBe('wrong')
    expect(examineNode('18.20.8').nextStep).toBe('Install Node 20.19 or newer.')
  })

  test('less than 2 GB free wants a person, less than 10 GB is worth knowing', () => {
    const gigabyte = 1024n ** 3n
    expect(describeDisk('/data', (gigabyte * 3n) / 2n)).toMatchObject({
      state: 'wrong',
      message: '1.5 GB are free on its disk',
    })
    expect(describeDisk('/data', gigabyte * 9n).state).toBe('notice')
    expect(describeDisk('/data', gigabyte * 10n).state).toBe('good')
  })

  test('a data directory that is not there is no reason to make one', async () => {
    const findings = await examineMachine({
      nodeVersion: '22.1.0',
      dataDirectory: '/nowhere/seatledger',
      isEmbedded: true,
    })
    expect(findings.map(({ code, state }) => `${code} ${state}`)).toEqual([
      'machine.node good',
      'machine.data-directory wrong',
    ])
  })
})

describe('the grant of a ledger', () => {
  const connection = { id: 'quickbooks-online', adapter: 'quickbooks-online' }
  const tokens = (refreshExpiresAt: string, grantEndsAt?: string): Parameters<typeof examineTokens>[1] => ({
    accessToken: 'a',
    accessExpiresAt: '2026-10-10T13:00:00Z',
    refreshToken: 'r',
    refreshExpiresAt,
    grantEndsAt,
  })

  test('is told of 30 days before its end, and wants a person from 7 days before', () => {
    const stateAt = (day: string): string => examineTokens(connection, tokens(`${day}T12:00:00.000Z`), now).state
    expect(stateAt('2026-11-09')).toBe('good')
    expect(stateAt('2026-11-08')).toBe('notice')
    expect(stateAt('2026-10-17')).toBe('notice')
    expect(stateAt('2026-10-16')).toBe('wrong')
    expect(stateAt('2026-10-09')).toBe('wrong')
  })

  test('says the last day as such, and what has ended as ended', () => {
    expect(examineTokens(connection, tokens('2026-10-11T11:00:00.000Z'), now).message).toContain('within a day')
    expect(examineTokens(connection, tokens('2026-10-01T11:00:00.000Z'), now).message).toBe(
      'the grant ended on 2026-10-01',
    )
  })

  test('ends on the day that the vendor named, however young the refresh token is', () => {
    const finding = examineTokens(connection, tokens('2027-01-01T00:00:00.000Z', '2026-10-12T12:00:00.000Z'), now)
    expect(finding.message).toBe('the grant ends in 2 days, on 2026-10-12, whatever is done with it')
    expect(finding.nextStep).toContain('seatledger connect quickbooks-online --name quickbooks-online')
  })
})

test('a snapshot is fresh for 36 hours; an incomplete one after it does not make it fresh', () => {
  const snapshot = (recordedAt: string, complete: boolean): StoredSnapshot => ({
    ...{ id: '1', connectionId: 'pax8', day: recordedAt.slice(0, 10), startedAt: recordedAt, recordedAt, complete },
    lists: 'holdings',
    problems: [],
  })
  expect(examineAge('pax8', [snapshot('2026-10-09T00:30:00.000Z', true)], now).state).toBe('good')
  expect(examineAge('pax8', [snapshot('2026-10-08T23:00:00.000Z', true)], now).state).toBe('wrong')
  const both = [snapshot('2026-10-08T02:00:00.000Z', true), snapshot('2026-10-10T02:00:00.000Z', false)]
  expect(examineAge('pax8', both, now)).toMatchObject({
    state: 'wrong',
    message: 'the last complete snapshot is of 2026-10-08, 58 hours old',
  })
})

test('a role that is not bound by row-level security, or one table without it, is wrong', () => {
  const described = {
    ...{ serverVersion: '18.1', role: 'owner', bypassesRowSecurity: false, guardedTables: ['posting', 'secret'] },
    ...{ unguardedTables: [], migrationsApplied: 5, newestMigration: '0005', migrationsMissing: [], sizeBytes: 1n },
  }
  expect(examineRowSecurity('db', described).state).toBe('good')
  expect(examineRowSecurity('db', { ...described, bypassesRowSecurity: true }).state).toBe('wrong')
  expect(examineRowSecurity('db', { ...described, unguardedTables: ['secret'] }).message).toContain('on secret')
})

describe('the lists of a ledger', () => {
  test('that the night did not read want a person, and so do those that were never read', () => {
    const read = (at: string | undefined): string => {
      const listsReadAt = at === undefined ? undefined : new Date(at)
      const { state, message } = examineLists({ connectionId: 'quickbooks-online', listsReadAt }, now)
      return `${state}: ${message}`
    }
    expect(read('2026-10-10T11:00:00Z')).toBe('good: its customers and items were read 1 hour ago')
    expect(read('2026-10-08T23:00:00Z')).toBe('wrong: its customers and items were read 37 hours ago')
    expect(read('2026-09-10T12:00:00Z')).toBe('wrong: its customers and items were read 30 days ago')
    expect(read(undefined)).toBe('wrong: its customers and items were never read')
  })
})

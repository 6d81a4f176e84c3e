import { expect, test } from 'vitest'
import type { Connection } from '../../api/connections.ts'
import { setupSteps, type SetupFacts } from './setup-steps.ts'

function connection(id: string, kind: Connection['kind'], rest: Partial<Connection> = {}): Connection {
  const limits = {
    requestsPerSecond: 8,
    requestsInFlight: undefined,
    requestsPerDay: undefined,
    readsThisMonth: undefined,
  }
  return {
    ...{
      id,
      kind,
      adapter: id,
      label: id,
      connectBy: 'secret',
      state: 'connected',
      settings: {},
      findings: [],
      limits,
    },
    ...{ lastSucceeded: undefined, lastFailed: undefined, schedule: undefined, ...rest },
  }
}
const nothing: SetupFacts = { connections: [], configVersion: undefined, unmapped: undefined, newestRun: undefined }
const states = (facts: SetupFacts) =>
  setupSteps(facts).map(({ name, tone, canBegin }) => `${name} ${tone} ${String(canBegin)}`)

test('at first only the connections can be begun, and each step opens with what it needs', () => {
  expect(states(nothing)).toEqual([
    'distributor changed true',
    'ledger changed true',
    'sync unchanged false',
    'config unchanged false',
    'mapping unchanged false',
    'run unchanged false',
  ])
  const gone = connection('pax8', 'source', { state: 'disconnected' })
  expect(states({ ...nothing, connections: [gone] })[0]).toBe('distributor changed true')
  const read = connection('pax8', 'source', {
    lastSucceeded: { at: '2026-05-02T09:00:00Z', what: 'complete snapshot' },
  })
  const connections = [read, connection('quickbooks-online', 'ledger')]
  expect(states({ ...nothing, connections })).toEqual([
    'distributor done true',
    'ledger done true',
    'sync done true',
    'config changed true',
    'mapping unchanged false',
    'run unchanged false',
  ])
  const newestRun = { number: 1, month: '2026-04', state: 'ready' }
  expect(states({ connections, configVersion: 1, unmapped: 2, newestRun }).slice(3)).toEqual([
    'config done true',
    'mapping changed true',
    'run done true',
  ])
})

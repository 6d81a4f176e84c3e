import { expect, test } from 'vitest'
import type { Anomaly } from '../domain/anomaly.ts'
import { renderAnomalies } from './render-run.ts'

const missing = (clientId: string, item: string): Anomaly => ({
  code: 'ledger-item-missing',
  severity: 'blocking',
  clientId,
  subject: { kind: 'client', id: clientId },
  message: `${item} has no item in quickbooks-online.`,
  nextStep: 'Map the catalog item to an active item of the ledger.',
  atStake: undefined,
  evidence: [],
})

test('One catalog item that blocks many clients is one thing to mend, and is written once', () => {
  const anomalies = [...['a', 'b', 'c'].map((client) => missing(client, 'Visio')), missing('a', 'Firewall')]
  expect(renderAnomalies(anomalies).split('\n')).toEqual([
    '4 flagged, worst first:',
    '■ blocks  ledger-item-missing: Visio has no item in quickbooks-online. (the same at 2 more clients)',
    '          next: Map the catalog item to an active item of the ledger.',
    '■ blocks  ledger-item-missing: Firewall has no item in quickbooks-online.',
    '          next: Map the catalog item to an active item of the ledger.',
  ])
})

test('What is left out for its number is counted, those that share their words included', () => {
  const anomalies = ['Visio', 'Firewall', 'Teams'].flatMap((item) => ['a', 'b'].map((client) => missing(client, item)))
  expect(renderAnomalies(anomalies, 2)).toContain('… and 2 more like these (--json lists all)')
})

test('A charge is told as what comes once, a credit with its sign, and the larger of two comes first whatever its sign', () => {
  const charged = (amount: string, isOnce?: true): Anomaly => ({
    ...missing('a', amount),
    severity: 'warning',
    code: 'charge-on-no-line',
    message: `About ${amount}.`,
    atStake: { amount, currency: 'USD', ...(isOnce === undefined ? {} : { isOnce }) },
  })
  expect(renderAnomalies([charged('12.00'), charged('5.00', true), charged('-40.00', true)]).split('\n')).toEqual([
    '3 flagged, worst first:',
    '▲ look  charge-on-no-line [-40.00 USD once]: About -40.00.',
    '▲ look  charge-on-no-line [12.00 USD a month]: About 12.00.',
    '▲ look  charge-on-no-line [5.00 USD once]: About 5.00.',
  ])
})

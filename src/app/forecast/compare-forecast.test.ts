import { expect, test } from 'vitest'
import { april, charge, clientInvoice, connectionId, line, may } from '../../../test/helpers/reconciliation-scene.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { compareForecast, type ForecastRow } from './compare-forecast.ts'

const config = {
  clients: [{ clientId: 'bear-creek', companies: [{ connectionId, companyId: 'company-bear-creek' }] }],
}

function compare(charges: Parameters<typeof compareForecast>[0], ...lines: Invoice['lines']): readonly ForecastRow[] {
  const invoices = lines.length === 0 ? [] : [clientInvoice(lines).invoice]
  return compareForecast(charges, { month: april, config, invoices })
}

test('what is drafted for the days of the month stands beside what the dry run reckons for them', () => {
  const drafted = [charge({ quantity: '17', cost: '374.00' }), charge({ quantity: '18', cost: '396.00', service: may })]
  expect(compare(drafted, line({ cost: '374.00' }), line({ cost: '5.50' }))).toEqual([
    {
      ...{ clientId: 'bear-creek', currency: 'USD', drafted: '770.00', draftedForMonth: '374.00' },
      ...{ dryRunCost: '379.50', withoutCost: 0 },
    },
  ])
})

test('a line whose cost is unknown makes the sum unknown, and no dry run is not a dry run of nothing', () => {
  const [unknown] = compare([charge({})], line({ cost: 'unknown' }))
  expect(unknown?.dryRunCost).toBe('unknown')
  expect(compare([charge({})])[0]?.dryRunCost).toBeUndefined()
})

test('currencies are not summed, and a company that is nobody’s client stands apart', () => {
  const rows = compare([charge({}), charge({ currency: 'EUR' }), charge({ companyId: 'stranger', cost: 'unknown' })])
  expect(
    rows.map(({ clientId, currency, drafted, withoutCost }) => [clientId, currency, drafted, withoutCost]),
  ).toEqual([
    ['bear-creek', 'EUR', '22.00', 0],
    ['bear-creek', 'USD', '22.00', 0],
    [undefined, 'USD', '0.00', 1],
  ])
})

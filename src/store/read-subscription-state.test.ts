import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readSubscription, subscriptionSchema } from './record-schemas.ts'
import { readSubscriptionState } from './read-subscription-state.ts'

const text = fc.string({ maxLength: 12 })
const amount = fc.oneof(
  fc.constant('unknown'),
  fc.record({
    amount: fc.oneof(fc.constantFrom('12.50', '-3', '0.0000000001', '1e-7', 'abc', ''), text),
    currency: fc.constantFrom('USD', 'EUR', 'JPY', 'XXQ'),
  }),
)
const required = {
  subscriptionId: text,
  companyId: text,
  productId: text,
  status: fc.constantFrom(...subscriptionSchema.shape.status.options, 'Active'),
  rawStatus: text,
  quantity: fc.oneof(fc.constantFrom('unknown', '17', '0.5', '-1', 'x', 3), text),
  unitCost: amount,
  listPrice: amount,
  billingTerm: fc.constantFrom(...subscriptionSchema.shape.billingTerm.options, 'Monthly'),
  rawBillingTerm: text,
}
const optional = ['productName', 'parentSubscriptionId', 'commitmentTerm', 'endDate', 'createdDate', 'somethingElse']
const stored = fc
  .tuple(fc.record(required), fc.dictionary(fc.constantFrom(...optional), fc.oneof(text, fc.constant(null))))
  .map(([state, more]) => ({ ...state, ...more }))

test('a stored state is read as its schema reads it, and refused where the schema refuses it', () => {
  const outcome = (read: () => unknown): unknown => {
    try {
      return { read: read() }
    } catch (error) {
      return { refused: error instanceof Error ? error.name : error }
    }
  }
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: stored }, fc.jsonValue()), (value) => {
      const asText = JSON.stringify(value)
      expect(outcome(() => readSubscriptionState(JSON.parse(asText)))).toEqual(outcome(() => readSubscription(asText)))
    }),
    { numRuns: 500 },
  )
})

/** What a row of a charges file may say, in our words. */
export const chargeFields = [
  'company.id',
  'company.name',
  'invoice.number',
  'invoice.date',
  'invoice.dueDate',
  'invoice.total',
  'charge.line',
  'charge.kind',
  'subscription.id',
  'product.id',
  'product.name',
  'product.sku',
  'product.vendor',
  'description',
  'details',
  'period.start',
  'period.end',
  'billingTerm',
  'quantity',
  'unitOfMeasure',
  'unitCost',
  /** What the unit cost is multiplied by to be in the currency of the charge. */
  'unitCostRate',
  'cost',
  'costWithTax',
  'listUnitPrice',
  'listAmount',
  'tax',
  'currency',
] as const

/** What a row of a state file may say: one subscription on the day that the file is for. */
export const stateFields = [
  'asOf',
  'company.id',
  'company.name',
  'subscription.id',
  'subscription.status',
  'subscription.start',
  'subscription.end',
  'subscription.vendorId',
  'product.id',
  'product.name',
  'product.sku',
  'product.vendor',
  'quantity',
  'unitCost',
  'listPrice',
  'currency',
  'billingTerm',
  'commitmentTerm',
  'commitmentEnd',
] as const

export type ChargeField = (typeof chargeFields)[number]
export type StateField = (typeof stateFields)[number]
export type MappedField = ChargeField | StateField

/** Each field once, in the order in which messages name them. */
export const mappedFields: readonly MappedField[] = [...new Set<MappedField>([...chargeFields, ...stateFields])]

/** Metered usage: one line for all of a product's, or a line for each of the distributor's charges. */
export type UsageDisplay = 'itemise' | 'collapse'

export const usageDisplays = ['itemise', 'collapse'] as const satisfies readonly UsageDisplay[]

/** What becomes of prorations below zero: passed on to the client with their sign, or dropped, and so kept by us. */
export type NegativeProrations = 'keep' | 'drop'

export const negativeProrationRules = ['keep', 'drop'] as const satisfies readonly NegativeProrations[]

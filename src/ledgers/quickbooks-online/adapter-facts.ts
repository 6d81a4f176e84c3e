import { z } from 'zod'
import type { LedgerFacts } from '../gateway.ts'

/** What of a company's settings only this adapter asks for; kept with the facts. */
const schema = z.object({
  /** Facts of another company are no beginning for a reading of this one. */
  realmId: z.string(),
  classesPer: z.enum(['line', 'document', 'none']),
  appliesCredits: z.boolean(),
})

export type AdapterFacts = z.output<typeof schema>

/** Those of a reading; undefined: it was made before they were kept. */
export function adapterFactsOf({ adapterFacts }: Pick<LedgerFacts, 'adapterFacts'>): AdapterFacts | undefined {
  return schema.safeParse(adapterFacts).data
}

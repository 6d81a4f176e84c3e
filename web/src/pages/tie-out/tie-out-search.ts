import { z } from 'zod'

const text = z.string().optional().catch(undefined)

/** What is looked at, in the address: it can be kept, sent and gone back to. */
export const tieOutSearch = z.object({
  view: z.literal('clients').optional().catch(undefined),
  class: text,
  /** `undecided` where left out. */
  state: text,
  client: text,
  /** The difference that is open. */
  difference: text,
})

export type TieOutSearch = { readonly [K in keyof z.output<typeof tieOutSearch>]?: z.output<typeof tieOutSearch>[K] }

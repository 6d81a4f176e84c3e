import { z } from 'zod'
import { JsonNumber } from '../../support/json.ts'

const seconds = z
  .union([z.instanceof(JsonNumber).transform((token) => token.value), z.string()])
  .pipe(z.string().regex(/^\d{1,10}$/))
  .transform(Number)
  .optional()
  .catch(undefined)

/**
 * A token endpoint's answer. A token must never be lost over a lifetime that cannot be read. The refresh token's
 * lifetime has no name in the standard: Intuit writes it with `x_`, Sage without.
 */
export const wireTokens = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: seconds,
  refresh_token_expires_in: seconds,
  x_refresh_token_expires_in: seconds,
  x_refresh_token_hard_expires_in: seconds,
})
export type WireTokens = z.output<typeof wireTokens>

export const wireTokenError = z.looseObject({ error: z.string().regex(/^[a-z_]{1,60}$/) })

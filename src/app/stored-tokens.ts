import { z } from 'zod'

export const sourceTokenSchema = z.strictObject({ token: z.string(), expiresAt: z.string() })

export const oauthTokensSchema = z.strictObject({
  accessToken: z.string(),
  accessExpiresAt: z.string(),
  refreshToken: z.string(),
  refreshExpiresAt: z.string(),
  grantEndsAt: z
    .string()
    .optional()
    .transform((text) => text),
})

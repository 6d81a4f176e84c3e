import { z } from 'zod'

const app = z.strictObject({
  clientId: z.string(),
  clientSecret: z.string(),
  /** When given, an authorization must name one of these, letter by letter. */
  redirectUris: z.array(z.string()).optional(),
})

/** How often a company may be called; the vendor's published limits unless told otherwise. */
const limits = z.strictObject({
  requestsPerMinute: z.number().int().positive().default(500),
  requestsPerSecond: z.number().int().positive().default(10),
  batchesPerMinute: z.number().int().positive().default(40),
})

export const emulatorSettingsSchema = z.strictObject({
  /** The developer apps that may connect. */
  apps: z.array(app).default([{ clientId: 'sandbox-app', clientSecret: 'sandbox-app-secret' }]),
  accessTokenSeconds: z.number().positive().default(3600),
  refreshTokenSeconds: z.number().positive().default(8_726_400),
  /**
   * A refresh token older than this is replaced when it is used, and the old one stops working. The vendor replaces
   * it about daily; 0, replaced at each use, is the strictest reading of its documents.
   */
  rotateRefreshTokenAfterSeconds: z.number().min(0).default(0),
  /** `off` lifts every limit, as a benchmark needs. */
  limits: z
    .union([limits, z.literal('off')])
    .default({ requestsPerMinute: 500, requestsPerSecond: 10, batchesPerMinute: 40 }),
})

export type EmulatorSettings = z.output<typeof emulatorSettingsSchema>
export type EmulatorSettingsInput = z.input<typeof emulatorSettingsSchema>

import { z } from 'zod'

export const sampleSchema = z.object({
  seconds: z.number(),
  cpuSeconds: z.number(),
  serverCpuSeconds: z
    .number()
    .optional()
    .transform((value) => value),
})

/** What a measured process tells of itself. */
export const measuredSchema = z.object({
  sample: sampleSchema,
  peakMb: z.number(),
  serverPeakMb: z
    .number()
    .optional()
    .transform((value) => value),
})

import type { z } from 'zod'

/** What the server leaves out or answers as null is undefined in the page. */
export const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined)

import { z } from 'zod'
import { InvalidInput } from '../../support/failure.ts'

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']

/**
 * The address of a service, without slashes at its end. Tokens travel there, so only a server on this very machine is
 * spoken to without encryption.
 */
export const endpoint = z
  .string()
  .refine((text) => isSafe(text), 'must begin with https:// (http:// is for this machine alone)')
  .transform((text) => text.replace(/\/+$/, ''))

function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.includes(url.hostname))
}

/**
 * Settings that a schema passed.
 * @throws {InvalidInput} that names each setting at fault, and no value.
 */
export function validSettings<T>(label: string, schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  throw new InvalidInput(`The ${label} settings cannot be used: ${problems.join('; ')}.`)
}

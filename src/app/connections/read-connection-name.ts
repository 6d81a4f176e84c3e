import { InvalidInput } from '../../support/failure.ts'

/** @throws {InvalidInput} for a name that could not stand in a config file or a command as it is. */
export function readConnectionName(text: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,39}$/.test(text)) return text
  throw new InvalidInput(
    `"${text.slice(0, 60)}" cannot name a connection. Use up to 40 small letters, digits and hyphens, such as pax8-canada.`,
  )
}

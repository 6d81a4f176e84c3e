import { sha256 } from '../../support/hash.ts'

/** The short name of a finding, as it is shown and typed. */
export function findingId(key: string): string {
  return sha256(key).slice(0, 10)
}

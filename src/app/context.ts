import type { Database } from '../store/database.ts'
import type { Organization } from '../store/organizations.ts'

/** What every use case works with: the store, and the organization that it works for. */
export interface AppContext {
  readonly database: Database
  readonly organization: Organization
  /** Who does it, for the record: an operator's name, or `schedule`. */
  readonly actor: string
}

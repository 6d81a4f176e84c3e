import type { Role } from '../domain/role.ts'
import type { Database } from '../store/database.ts'
import type { Organization } from '../store/organizations.ts'

/** What every use case works with: the store, and the organization that it works for. */
export interface AppContext {
  readonly database: Database
  readonly organization: Organization
  /** Who does it, for the record: an operator's name, or `schedule`. */
  readonly actor: string
  /** What he may do, where he signed in to the page or its API; undefined: he works on this computer itself. */
  readonly role?: Role
}

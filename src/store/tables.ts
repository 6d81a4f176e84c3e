import type { Generated } from 'kysely'

/** The columns of each table, for kysely. */
export interface Tables {
  organization: {
    id: string
    organization_id: Generated<string>
    name: string
    time_zone: string
    created_at: Date
  }
}

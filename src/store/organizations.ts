import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { inScope, withOrganization, type Database, type Transaction } from './database.ts'

/** An MSP whose data is kept here. */
export interface Organization {
  readonly id: string
  readonly name: string
  /** IANA zone, such as `America/Denver`: decides which day "today" is. */
  readonly timeZone: string
}

export async function createOrganization(
  database: Database,
  organization: Omit<Organization, 'id'>,
  id: string = randomUUID(),
): Promise<Organization> {
  await withOrganization(database, id, async (transaction) => {
    await sql`insert into organization (id, name, time_zone, created_at)
      values (${id}, ${organization.name}, ${organization.timeZone}, ${database.clock.now()})`.execute(transaction)
  })
  return { id, ...organization }
}

/** The organization that the transaction works for; undefined where there is none of that id. */
export async function currentOrganization(transaction: Transaction): Promise<Organization | undefined> {
  const { rows } = await sql<Organization>`select id, name, time_zone as "timeZone" from organization`.execute(
    transaction,
  )
  return rows[0]
}

/** All organizations of this database, by name. The one read that looks across them. */
export async function listOrganizations(database: Database): Promise<readonly Organization[]> {
  return inScope(database, 'organization-directory', async (transaction) => {
    const { rows } = await sql<Organization>`
      select id, name, time_zone as "timeZone" from organization order by name, id`.execute(transaction)
    return rows
  })
}

import { timingSafeEqual } from 'node:crypto'
import { withOrganization, type Database } from '../../store/database.ts'
import { listNoticeEndpoints, noteNotice } from '../../store/notice-endpoints.ts'
import { listOrganizations } from '../../store/organizations.ts'
import type { AppContext } from '../context.ts'
import { enqueueJob } from '../jobs/enqueue-job.ts'
import { readSecretToken } from '../operators/secret-token.ts'

/**
 * Something new is there, a distributor says. Nothing of what it says is believed but that: it leads to a sync, which
 * reads with our own credentials. A second notice while one waits leads to no second sync.
 * @param authorization what came back of the secret.
 * @returns false where it is not the connection's own.
 */
export async function receiveNotice(database: Database, connectionId: string, authorization: string): Promise<boolean> {
  const token = readSecretToken(authorization)
  const organization = (await listOrganizations(database)).find(({ id }) => id === token?.organizationId)
  if (token === undefined || organization === undefined) return false
  const endpoints = await withOrganization(database, organization.id, (tx) => listNoticeEndpoints(tx))
  const endpoint = endpoints.find((each) => each.connectionId === connectionId)
  if (endpoint === undefined || !isSame(endpoint.secretSha256, token.sha256)) return false
  const now = database.clock.now()
  await withOrganization(database, organization.id, (tx) => noteNotice(tx, connectionId, now))
  const context: AppContext = { database, organization, actor: 'notice' }
  const payload = { organizationId: organization.id, connectionId, full: false, actor: context.actor }
  await enqueueJob(context, 'sync-source', payload, connectionId)
  return true
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

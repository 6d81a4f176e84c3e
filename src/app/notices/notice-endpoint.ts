import { withOrganization } from '../../store/database.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import {
  deleteNoticeEndpoint,
  intendNoticeEndpoint,
  listNoticeEndpoints,
  noteNoticeEndpointMade,
  type NoticeEndpoint,
} from '../../store/notice-endpoints.ts'
import type { SourceNotices } from '../../sources/source.ts'
import { InvalidInput, NotFound } from '../../support/failure.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { openNotices } from '../open-connection.ts'
import { newSecretToken } from '../operators/secret-token.ts'
import { recordActivity } from '../record-activity.ts'

/** The path below our own address at which a connection's notices arrive. */
export function noticePath(connectionId: string): string {
  return `/notices/${encodeURIComponent(connectionId)}`
}

/**
 * Has a distributor tell us when an invoice is there, at our public address. The secret that it is to send back is known
 * to it alone: we keep its hash. Killed in between, it is typed again: what was made there before is replaced.
 * @throws {InvalidInput} for an address that it could not send to in secret. @throws {SourceFailure}
 */
export async function makeNoticeEndpoint(
  context: AppContext,
  tools: { readonly adapters: AdapterRegistry; readonly keys: KeyRing },
  { connectionId, publicUrl }: { readonly connectionId: string; readonly publicUrl: string },
  signal: AbortSignal,
): Promise<NoticeEndpoint> {
  const url = new URL(noticePath(connectionId), requirePublicUrl(publicUrl)).href
  const notices = await requireNotices(context, tools, connectionId)
  const { database, organization, actor } = context
  const secret = newSecretToken(organization.id)
  const intended = { connectionId, secretSha256: secret.sha256, url, madeBy: actor, madeAt: database.clock.now() }
  await withOrganization(database, organization.id, (tx) => intendNoticeEndpoint(tx, intended))
  const made = await notices.subscribe({ url, authorization: secret.text, signal })
  await withOrganization(database, organization.id, async (tx) => {
    await noteNoticeEndpointMade(tx, { connectionId, secretSha256: secret.sha256, ...made })
    await recordActivity(tx, context, { action: 'make-notice-endpoint', subject: connectionId, details: { url } })
  })
  return { ...intended, ...made, notices: 0, lastNoticeAt: undefined }
}

/** Has the distributor send a test to our address. @throws {NotFound | SourceFailure} */
export async function testNoticeEndpoint(
  context: AppContext,
  tools: { readonly adapters: AdapterRegistry; readonly keys: KeyRing },
  connectionId: string,
  signal: AbortSignal,
): Promise<void> {
  const endpoint = (await showNoticeEndpoints(context)).find((each) => each.connectionId === connectionId)
  if (endpoint?.remoteId === undefined) {
    throw new NotFound(`Nobody tells of "${connectionId}" yet: seatledger notices ${connectionId} --url https://…`)
  }
  await (await requireNotices(context, tools, connectionId)).test(endpoint.remoteId, signal)
}

/** Removes at the distributor what we have made there, then forgets it. @throws {SourceFailure} */
export async function removeNoticeEndpoint(
  context: AppContext,
  tools: { readonly adapters: AdapterRegistry; readonly keys: KeyRing },
  connectionId: string,
  signal: AbortSignal,
): Promise<void> {
  await (await requireNotices(context, tools, connectionId)).unsubscribe(signal)
  const { database, organization } = context
  await withOrganization(database, organization.id, async (tx) => {
    if (!(await deleteNoticeEndpoint(tx, connectionId))) return
    await recordActivity(tx, context, { action: 'remove-notice-endpoint', subject: connectionId, details: {} })
  })
}

export async function showNoticeEndpoints({ database, organization }: AppContext): Promise<readonly NoticeEndpoint[]> {
  return withOrganization(database, organization.id, (tx) => listNoticeEndpoints(tx))
}

async function requireNotices(
  context: AppContext,
  { adapters, keys }: { readonly adapters: AdapterRegistry; readonly keys: KeyRing },
  connectionId: string,
): Promise<SourceNotices> {
  const notices = await openNotices(context, adapters, keys, connectionId)
  if (notices !== undefined) return notices
  throw new InvalidInput(`What "${connectionId}" reads from cannot tell when something is new.`)
}

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']

function requirePublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'https:') return text
  // For trying it out: an emulator on this machine sends to a server on this machine.
  if (url?.protocol === 'http:' && loopbackHosts.includes(url.hostname)) return text
  throw new InvalidInput(
    `"${text}" cannot be told to the distributor: give the address under which it reaches this server, beginning with https://, since it sends a secret there.`,
  )
}

import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { isIP } from 'node:net'

/**
 * The address that a request came from: behind a proxy what the proxy says, which is the last of `X-Forwarded-For`, since
 * those before it are whatever was sent to the proxy. Undefined for a call within this process.
 */
export function callerAddress(http: Context, isBehindProxy: boolean): string | undefined {
  const forwarded = isBehindProxy ? http.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  if (forwarded !== undefined && isIP(forwarded) !== 0) return forwarded
  return isConnected(http) ? getConnInfo(http).remote.address : undefined
}

/** A request that came by a socket. */
function isConnected({ env }: Context): boolean {
  return typeof env === 'object' && env !== null && 'incoming' in env
}

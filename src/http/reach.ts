import { BlockList, isIP } from 'node:net'
import { InvalidInput } from '../support/failure.ts'

/** From where the server can be reached, and how. */
export interface Reach {
  /** The address that it listens on. */
  readonly host: string
  /** Certificate and key, as PEM, when it speaks TLS itself. */
  readonly tls: { readonly certificate: string; readonly key: string } | undefined
  /** A proxy in front of it speaks TLS, and says in `X-Forwarded-For` who asks. */
  readonly isBehindProxy: boolean
}

/** Passwords and the books would cross a network in the clear. */
export class ReachUnprotected extends InvalidInput {
  override readonly code = 'serve.unprotected'
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** True for an address that only this computer reaches. A name counts only where it is `localhost`. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true
  const family = isIP(host)
  return family !== 0 && loopback.check(host, family === 6 ? 'ipv6' : 'ipv4')
}

/** @throws {ReachUnprotected} for an address that others reach, without TLS and without a proxy that speaks it. */
export function requireProtected({ host, tls, isBehindProxy }: Reach): void {
  if (isLoopback(host) || tls !== undefined || isBehindProxy) return
  throw new ReachUnprotected(
    `Others can reach ${host}, and without TLS they could read passwords and the books. Name a certificate and its key ` +
      'with --tls-certificate and --tls-key; or, where a proxy in front speaks TLS, say --behind-proxy.',
  )
}

/** Whether browsers reach us by TLS, so that the cookie may ask for it. */
export function isReachedByTls({ tls, isBehindProxy }: Reach): boolean {
  return tls !== undefined || isBehindProxy
}

import type { Server } from 'node:net'
import { Failure } from './failure.ts'

/** The port is in use, or this user may not have it. */
export class PortTaken extends Failure {
  override readonly code = 'port.taken'
}

/**
 * Lets a server listen on 127.0.0.1 and on no other address.
 * @param port 0 takes a free one.
 * @param option what to type to choose another one, for the message.
 * @returns the port.
 * @throws {PortTaken} that names the port and the option.
 */
export async function listenOnLoopback(
  server: Pick<Server, 'once' | 'off' | 'listen' | 'address'>,
  port: number,
  option: string,
): Promise<number> {
  return listenAt(server, '127.0.0.1', port, option)
}

/**
 * Lets a server listen on one address of this computer.
 * @returns the port, as {@link listenOnLoopback} does. @throws {PortTaken}
 */
export async function listenAt(
  server: Pick<Server, 'once' | 'off' | 'listen' | 'address'>,
  host: string,
  port: number,
  option: string,
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const refuse = (cause: unknown): void => {
      reject(portTaken(port, option, cause))
    }
    server.once('error', refuse)
    server.listen(port, host, () => {
      server.off('error', refuse)
      resolve()
    })
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

export function portTaken(port: number, option: string, cause: unknown): PortTaken {
  return new PortTaken(
    `Port ${String(port)} of this computer is taken by another program, or not ours to use. ` +
      `Stop that program, or choose another port with ${option}.`,
    { cause },
  )
}

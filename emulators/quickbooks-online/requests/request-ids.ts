import { z } from 'zod'
import { sha256 } from '../../../src/support/hash.ts'
import type { Answer } from '../answer.ts'
import type { Draft } from '../state/row-store.ts'
import { fault, VendorFault } from '../vendor-fault.ts'

const storedAnswerSchema = z.object({
  hash: z.string(),
  status: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
})

/** What one `requestid` stands for: which company's, and what was asked. */
export interface RequestIdentity {
  readonly realmId: string
  readonly requestId: string
  /** Of method, path, operation and body: another of these under the same id is another request. */
  readonly hash: string
}

const longest = 50

/** @throws {VendorFault} 2130 when the id is longer than the vendor takes. */
export function requestIdentity(input: {
  realmId: string
  requestId: string
  target: string
  body: string
}): RequestIdentity {
  if (input.requestId.length > longest) {
    throw new VendorFault([
      {
        code: '2130',
        message: 'Invalid Request Id Format',
        detail: `The format of the request id is invalid: at most ${longest} characters are supported.`,
        element: 'requestid',
      },
    ])
  }
  const { realmId, requestId } = input
  return { realmId, requestId, hash: sha256(`${input.target}\n${input.body}`) }
}

/** Knows which requests are being worked on, and gives the first answer again to whoever repeats one. */
export class RequestIds {
  readonly #inFlight = new Set<string>()
  readonly #waiting = new Map<string, (() => void)[]>()

  /**
   * The stored answer of an earlier identical request; otherwise claims the id for this one, until `release`.
   * @throws {VendorFault} 600 while the first is in flight, or when the body differs.
   */
  claim(draft: Draft, identity: RequestIdentity): Answer | undefined {
    const row = draft.get(tableOf(identity), identity.requestId)
    if (row !== undefined) {
      const stored = storedAnswerSchema.parse(row)
      if (stored.hash !== identity.hash) throw new VendorFault([fault.duplicateRequest()])
      return { status: Number(stored.status), headers: stored.headers, body: stored.body }
    }
    if (this.#inFlight.has(keyOf(identity))) throw new VendorFault([fault.duplicateRequest()])
    this.#inFlight.add(keyOf(identity))
    return undefined
  }

  /** Puts the answer into the same change as what the request did, so that neither outlives the other. */
  store(draft: Draft, identity: RequestIdentity, answer: Answer): void {
    const { status, headers, body } = answer
    draft.set(tableOf(identity), identity.requestId, { hash: identity.hash, status: String(status), headers, body })
  }

  release(identity: RequestIdentity): void {
    this.#inFlight.delete(keyOf(identity))
    for (const resolve of this.#waiting.get(keyOf(identity)) ?? []) resolve()
    this.#waiting.delete(keyOf(identity))
  }

  /** Resolves when another request under the same id has been worked on. */
  async overtaken(identity: { realmId: string; requestId: string }): Promise<void> {
    await new Promise<void>((resolve) => {
      const waiting = this.#waiting.get(keyOf(identity)) ?? []
      this.#waiting.set(keyOf(identity), [...waiting, resolve])
    })
  }

  /** Lets everyone go who waits to be overtaken. */
  close(): void {
    for (const waiting of this.#waiting.values()) for (const resolve of waiting) resolve()
    this.#waiting.clear()
  }
}

function tableOf(identity: RequestIdentity): string {
  return `${identity.realmId}/request`
}

function keyOf(identity: { realmId: string; requestId: string }): string {
  return `${identity.realmId}/${identity.requestId}`
}

import type { Clock } from '../../../src/support/clock.ts'
import { faultAnswer, type Answer } from '../answer.ts'
import type { Call } from '../call.ts'
import { gatewayFault } from '../gateway-faults.ts'
import { grantOfAccessToken, type Grant } from '../oauth/grants.ts'
import type { EmulatorSettings } from '../settings.ts'
import { Books } from '../state/books.ts'
import type { JsonObject } from '../state/json-object.ts'
import { Draft, type RowStore } from '../state/row-store.ts'
import { Throttle } from '../throttle.ts'
import type { FaultRule } from '../trouble/fault-rule.ts'
import { VendorFault } from '../vendor-fault.ts'
import { answerServiceCall } from './answer-service-call.ts'
import { requestIdentity, RequestIds, type RequestIdentity } from './request-ids.ts'

/** Everything below `/v3/company`: who may call, how often, what was asked before, then the work itself. */
export class CompanyService {
  readonly requestIds = new RequestIds()
  readonly #store: RowStore
  readonly #clock: Clock
  readonly #throttle: Throttle

  constructor(input: { store: RowStore; clock: Clock; settings: EmulatorSettings }) {
    this.#store = input.store
    this.#clock = input.clock
    this.#throttle = new Throttle(input.settings.limits)
  }

  /** `trouble` is what shall go wrong inside the work; what goes wrong around it is the caller's matter. */
  async answer(call: Call, trouble: FaultRule | undefined): Promise<Answer> {
    try {
      const [realmId = '', ...rest] = call.path.split('/').slice(3)
      this.#admit(call, realmId, rest[0] ?? '')
      return await this.#answerOnce(call, { realmId, path: rest.join('/'), trouble })
    } catch (error) {
      if (error instanceof VendorFault) return faultAnswer(error, this.#clock.now())
      throw error
    }
  }

  /** @throws {VendorFault} 401, 403, 429 and 6190, as the gateway and the company's standing have it. */
  #admit(call: Call, realmId: string, resource: string): void {
    const now = this.#clock.now()
    const grant = this.#grantOf(call, now)
    if (grant.realmId !== realmId) throw gatewayFault.wrongCompany()
    if (!this.#throttle.admits({ realmId, clientId: grant.clientId, isBatch: resource === 'batch', now })) {
      throw gatewayFault.throttled()
    }
    switch (this.#books(new Draft(this.#store), realmId).preferences.standing) {
      case 'suspended':
        throw gatewayFault.suspended()
      case 'no-rights':
        throw gatewayFault.noRights()
      case 'active':
    }
  }

  #grantOf(call: Call, now: Date): Grant {
    const token = /^Bearer\s+(\S+)$/i.exec(call.header('authorization') ?? '')?.[1]
    if (token === undefined) throw gatewayFault.noToken()
    const grant = grantOfAccessToken(new Draft(this.#store), token, now)
    if (grant === undefined) throw gatewayFault.tokenExpired()
    return grant
  }

  /** Answers a repeated write as it was answered first. Reads have no such memory. */
  async #answerOnce(call: Call, work: Work): Promise<Answer> {
    const requestId = call.query.get('requestid') ?? ''
    if (requestId === '' || call.method !== 'POST' || work.path === 'query') return this.#carryOut(call, work)
    const identity = requestIdentity({
      realmId: work.realmId,
      requestId,
      target: `${call.method} ${call.path} ${call.query.get('operation') ?? ''}`,
      body: call.body,
    })
    const earlier = this.requestIds.claim(new Draft(this.#store), identity)
    if (earlier !== undefined) return earlier
    try {
      if (work.trouble?.kind === 'hold-in-flight') await this.#clock.sleep(work.trouble.milliseconds)
      return this.#carryOut(call, work, identity)
    } finally {
      this.requestIds.release(identity)
    }
  }

  /** Does the work and keeps, in one change, what it did and, under a request id, what was answered. */
  #carryOut(call: Call, work: Work, identity?: RequestIdentity): Answer {
    const draft = new Draft(this.#store)
    const answer = this.#refusable(() => {
      const books = this.#books(draft, work.realmId)
      const carryOut = (item: (books: Books) => JsonObject): JsonObject => this.#carryOutItem(work.realmId, item)
      return answerServiceCall({ books, carryOut }, call, work.path)
    })
    const toKeep = answer.status === 200 ? draft : new Draft(this.#store)
    if (identity !== undefined) this.requestIds.store(toKeep, identity, this.#storedAnswer(answer, work.trouble))
    toKeep.commit()
    return answer
  }

  /** A fault of the service is an answer like any other, and is repeated like any other. */
  #refusable(work: () => Answer): Answer {
    try {
      return work()
    } catch (error) {
      if (error instanceof VendorFault) return faultAnswer(error, this.#clock.now())
      throw error
    }
  }

  #storedAnswer(answer: Answer, trouble: FaultRule | undefined): Answer {
    const now = this.#clock.now()
    if (trouble?.kind === 'commit-then-30003' && trouble.replay !== 'answer') {
      return faultAnswer(gatewayFault.minus30003(), now)
    }
    if (trouble?.kind === 'commit-then-500' && trouble.replay === 'fault') {
      return faultAnswer(gatewayFault.internal(), now)
    }
    return answer
  }

  #carryOutItem(realmId: string, item: (books: Books) => JsonObject): JsonObject {
    const draft = new Draft(this.#store)
    const result = item(this.#books(draft, realmId))
    draft.commit()
    return result
  }

  #books(draft: Draft, realmId: string): Books {
    return new Books(draft, realmId, this.#clock.now())
  }
}

interface Work {
  readonly realmId: string
  /** What follows the company's id in the path. */
  readonly path: string
  readonly trouble: FaultRule | undefined
}

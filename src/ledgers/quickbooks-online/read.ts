import { LedgerUnavailable } from '../errors.ts'
import { NoAnswer, type LedgerRequest } from '../http/ledger-client.ts'
import type { Client } from './client.ts'
import { failureOfRead } from './errors.ts'

interface ReadAnswer {
  readonly value: unknown
  readonly traceId: string | undefined
  readonly answeredAt: Date | undefined
}

/**
 * The JSON that a read gives. `what` names it in failures, such as "the list of Customer records".
 * @throws {GatewayFailure} when none came, and the signal's reason when the caller gave up.
 */
export async function read(
  client: Client,
  request: LedgerRequest,
  what: string,
  signal: AbortSignal,
): Promise<ReadAnswer> {
  try {
    const answer = await client.exchange(request, signal)
    const failure = failureOfRead(answer, what)
    if (failure !== undefined) throw failure
    const value = answer.content.kind === 'json' ? answer.content.value : undefined
    return { value, traceId: answer.traceId, answeredAt: answer.answeredAt }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof NoAnswer)) throw error
    throw new LedgerUnavailable(`QuickBooks did not give ${what}: ${error.message}. Try again later.`, { cause: error })
  }
}

interface HttpCall {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly timeoutSeconds: number
  readonly signal: AbortSignal | undefined
  /** In place of the network. It keeps the time itself, since its time need not be this machine's. */
  readonly fetch: typeof globalThis.fetch | undefined
}

/** An answer that was received whole. */
export interface HttpAnswer {
  readonly status: number
  readonly text: string
  /** Intuit's id of the exchange (`intuit_tid`), which its support asks for. */
  readonly traceId: string | undefined
  /** The vendor's clock, by the answer's Date header. */
  readonly answeredAt: Date | undefined
  /** The answer's Retry-After header: seconds, or a date. */
  readonly retryAfter: string | undefined
}

/**
 * Sends one request, once, and receives the answer whole. A redirect is an answer, never followed: the request would go
 * out again, to somewhere else, with the token.
 * @throws whatever kept the answer from arriving whole: a timeout, a reset, a cut body, the caller's abort.
 */
export async function callHttp(call: HttpCall): Promise<HttpAnswer> {
  const response = await (call.fetch ?? fetch)(call.url, {
    method: call.method,
    headers: call.headers,
    ...(call.body === undefined ? {} : { body: call.body }),
    redirect: 'manual',
    signal: patienceOf(call),
  })
  const text = await response.text()
  const headers = response.headers
  return {
    status: response.status,
    text,
    traceId: headers.get('intuit_tid') ?? headers.get('intuit-tid') ?? undefined,
    answeredAt: dateOf(headers.get('date')),
    retryAfter: headers.get('retry-after') ?? undefined,
  }
}

function patienceOf({ signal, fetch: other, timeoutSeconds }: HttpCall): AbortSignal | null {
  if (other !== undefined) return signal ?? null
  const patience = AbortSignal.timeout(Math.round(timeoutSeconds * 1000))
  return signal === undefined ? patience : AbortSignal.any([signal, patience])
}

function dateOf(header: string | null): Date | undefined {
  const milliseconds = Date.parse(header ?? '')
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds)
}

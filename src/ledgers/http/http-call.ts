export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly timeoutSeconds: number
  readonly signal: AbortSignal | undefined
  /** In place of the network. It keeps the time itself, since its time need not be this machine's. */
  readonly fetch: typeof globalThis.fetch | undefined
  /** The headers of an answer that may hold the vendor's id of the exchange, which its support asks for. */
  readonly traceHeaders: readonly string[]
}

/** An answer that was received whole. */
export interface HttpAnswer {
  readonly status: number
  readonly text: string
  /** The vendor's id of the exchange. */
  readonly traceId: string | undefined
  /** The vendor's clock, by the answer's Date header. */
  readonly answeredAt: Date | undefined
  /** The answer's Retry-After header: seconds, or a date. */
  readonly retryAfter: string | undefined
  /** Another header of the answer, whatever the case of its name. */
  header(name: string): string | undefined
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
  const header = (name: string): string | undefined => response.headers.get(name) ?? undefined
  return {
    status: response.status,
    text,
    traceId: call.traceHeaders.map(header).find((value) => value !== undefined),
    answeredAt: dateOf(header('date')),
    retryAfter: header('retry-after'),
    header,
  }
}

function patienceOf({ signal, fetch: other, timeoutSeconds }: HttpCall): AbortSignal | null {
  if (other !== undefined) return signal ?? null
  const patience = AbortSignal.timeout(Math.round(timeoutSeconds * 1000))
  return signal === undefined ? patience : AbortSignal.any([signal, patience])
}

function dateOf(header: string | undefined): Date | undefined {
  const milliseconds = Date.parse(header ?? '')
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds)
}

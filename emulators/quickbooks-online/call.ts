/** One request, read whole. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** Path and query as they came. */
  readonly target: string
  readonly contentType: string
  readonly body: string
  /** False when the body's bytes were no UTF-8; `body` is then only an approximation. */
  readonly isUtf8: boolean
  header(name: string): string | undefined
}

export async function readCall(request: Request): Promise<Call> {
  const url = new URL(request.url)
  const bytes = new Uint8Array(await request.arrayBuffer())
  const { text, isUtf8 } = decode(bytes)
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    target: `${url.pathname}${url.search}`,
    contentType: (request.headers.get('content-type') ?? '').toLowerCase(),
    body: text,
    isUtf8,
    header: (name) => request.headers.get(name) ?? undefined,
  }
}

const strict = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Uint8Array): { text: string; isUtf8: boolean } {
  try {
    return { text: strict.decode(bytes), isUtf8: true }
  } catch {
    // Told apart by the flag: the service refuses such a body, and a fault rule may still look at it.
    return { text: new TextDecoder().decode(bytes), isUtf8: false }
  }
}

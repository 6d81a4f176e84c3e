/** One request to an emulated vendor. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** A header of the request, whatever the case of its name. */
  readonly header: (name: string) => string | undefined
  readonly body: string
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export function textAnswer(status: number, contentType: string, body: string): Answer {
  return { status, headers: { 'Content-Type': contentType }, body }
}

export function bearerOf(call: Call): string {
  return (call.header('authorization') ?? '').replace(/^Bearer\s+/i, '')
}

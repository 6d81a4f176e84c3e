import type { Context } from 'hono'
import type { z } from 'zod'
import type { AdapterRegistry } from '../app/adapters.ts'
import type { AppContext } from '../app/context.ts'
import type { SecretToken } from '../app/operators/secret-token.ts'
import type { Role } from '../domain/role.ts'
import type { Database } from '../store/database.ts'
import type { KeyRing } from '../store/key-ring.ts'
import type { SignedIn } from '../store/operator-sessions.ts'
import type { PasswordCost } from '../support/password.ts'

/** A file to keep, instead of a JSON answer. */
export interface FileAnswer {
  readonly name: string
  readonly content: Uint8Array
}

/** What the endpoints work with. */
export interface ApiTools {
  readonly database: Database
  readonly adapters: AdapterRegistry
  /** What the secrets of connections are encrypted with. */
  readonly keys: KeyRing
  readonly passwordCost: PasswordCost
  /** Browsers reach us by TLS, so the cookie may ask for it. */
  readonly isSecure: boolean
  /** A proxy in front says who asks; only then is it believed. */
  readonly isBehindProxy?: boolean
}

/** What an endpoint works with when it answers. */
export interface CallTools extends ApiTools {
  /** What a token can be given. */
  readonly scopes: readonly string[]
}

/** Who asks: a person in a browser, or a program by its token. */
export interface Caller {
  readonly context: AppContext
  /** In whose name, and with which role at this moment. */
  readonly operator: { readonly id: string; readonly name: string; readonly role: Role }
  /** Undefined for a program. */
  readonly session: SignedIn | undefined
  readonly token: SecretToken
}

/** A person in a browser. */
export interface BrowserCaller extends Caller {
  readonly session: SignedIn
}

/** One request whose parts have passed the endpoint's schemas. */
export interface Call<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly tools: CallTools
  readonly http: Context
}

/** An endpoint as the server and its OpenAPI document see it. */
export interface Endpoint {
  readonly method: 'get' | 'post' | 'patch' | 'delete'
  /** Below `/api/v1`, such as `/runs/{number}/review`. */
  readonly path: string
  readonly summary: string
  readonly needs: Role | 'nobody'
  /** For persons alone: no token reaches it, whatever it was given. */
  readonly isForBrowsers: boolean
  readonly status: 200 | 201 | 202 | 204
  readonly params: z.ZodType | undefined
  readonly query: z.ZodType | undefined
  readonly body: z.ZodType | undefined
  /** Undefined: it answers 204 without a body. */
  readonly answer: z.ZodType | undefined
  /** It answers a {@link FileAnswer} of this media type. */
  readonly file: string | undefined
  answerTo(parts: UncheckedParts, tools: CallTools, http: Context, caller: Caller | undefined): Promise<unknown>
}

export interface UncheckedParts {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

type Described = Pick<Endpoint, 'method' | 'path' | 'summary'> & Partial<Pick<Endpoint, 'status'>>

interface Schemas<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> {
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly answer?: A
}

type Handler<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType, C> = (
  call: Call<z.output<P>, z.output<Q>, z.output<B>> & C,
) => Promise<z.input<A>>

/** An endpoint for those who are signed in and hold a role. The schemas check what comes in, and type what goes out. */
export function endpoint<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  A extends z.ZodType = z.ZodUndefined,
>(
  described: Described & { readonly needs: Role } & Schemas<P, Q, B, A>,
  handle: Handler<P, Q, B, A, { readonly caller: Caller }>,
): Endpoint {
  return {
    ...toEndpoint(described),
    answerTo: async (parts, tools, http, caller) => {
      if (caller === undefined) throw new Error(`${described.path} was reached without a session.`)
      return handle({ ...checked(described, parts), tools, http, caller })
    },
  }
}

/** An endpoint for a person in a browser alone: what concerns who may sign in. */
export function browserEndpoint<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  A extends z.ZodType = z.ZodUndefined,
>(
  described: Described & { readonly needs: Role } & Schemas<P, Q, B, A>,
  handle: Handler<P, Q, B, A, { readonly caller: BrowserCaller }>,
): Endpoint {
  return {
    ...toEndpoint(described),
    isForBrowsers: true,
    answerTo: async (parts, tools, http, caller) => {
      if (caller?.session === undefined) throw new Error(`${described.path} was reached without a session.`)
      return handle({ ...checked(described, parts), tools, http, caller: { ...caller, session: caller.session } })
    },
  }
}

/** An endpoint for those who hold a role that answers a file to keep, of the media type that `file` says. */
export function fileEndpoint<P extends z.ZodType = z.ZodUndefined, Q extends z.ZodType = z.ZodUndefined>(
  described: Pick<Endpoint, 'path' | 'summary'> & { readonly needs: Role; readonly file: string } & Pick<
      Schemas<P, Q, z.ZodUndefined, z.ZodUndefined>,
      'params' | 'query'
    >,
  handle: (call: Call<z.output<P>, z.output<Q>, undefined> & { readonly caller: Caller }) => Promise<FileAnswer>,
): Endpoint {
  return {
    ...toEndpoint({ ...described, method: 'get', status: 200 }),
    file: described.file,
    answerTo: async (parts, tools, http, caller) => {
      if (caller === undefined) throw new Error(`${described.path} was reached without a session.`)
      return handle({ ...checked(described, parts), body: undefined, tools, http, caller })
    },
  }
}

/** An endpoint for those who hold a role that goes on answering: server-sent events, until it or the caller ends them. */
export function streamEndpoint(
  described: Pick<Endpoint, 'path' | 'summary'> & { readonly needs: Role },
  handle: (call: { readonly http: Context; readonly caller: Caller }) => Response,
): Endpoint {
  return {
    ...toEndpoint({ ...described, method: 'get', status: 200 }),
    file: 'text/event-stream',
    answerTo: async (_parts, _tools, http, caller) => {
      if (caller === undefined) throw new Error(`${described.path} was reached without a session.`)
      return handle({ http, caller })
    },
  }
}

/** An endpoint for whoever can reach the server: only what must be there before anybody is signed in. */
export function openEndpoint<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  A extends z.ZodType = z.ZodUndefined,
>(described: Described & Schemas<P, Q, B, A>, handle: Handler<P, Q, B, A, object>): Endpoint {
  return {
    ...toEndpoint({ ...described, needs: 'nobody' }),
    answerTo: async (parts, tools, http) => handle({ ...checked(described, parts), tools, http }),
  }
}

function toEndpoint(
  described: Described & Pick<Endpoint, 'needs'> & Schemas<z.ZodType, z.ZodType, z.ZodType, z.ZodType>,
): Omit<Endpoint, 'answerTo'> {
  const { method, path, summary, needs, params, query, body, answer } = described
  const status = described.status ?? (answer === undefined ? 204 : 200)
  return { method, path, summary, needs, isForBrowsers: false, status, params, query, body, answer, file: undefined }
}

function checked<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  { params, query, body }: Schemas<P, Q, B, z.ZodType>,
  parts: UncheckedParts,
): { readonly params: z.output<P>; readonly query: z.output<Q>; readonly body: z.output<B> } {
  return {
    params: parsed(params, parts.params),
    query: parsed(query, parts.query),
    body: parsed(body, parts.body),
  }
}

/** Where there is no schema its type is that of `undefined`, and so is the value. */
function parsed<S extends z.ZodType>(schema: S | undefined, part: unknown): z.output<S>
function parsed(schema: z.ZodType | undefined, part: unknown): unknown {
  return schema?.parse(part)
}

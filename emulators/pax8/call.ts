import type { Hono } from 'hono'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Problem } from './errors.ts'
import { writeJson, type AbsentFields, type JsonValue } from './json-text.ts'
import { Parameters } from './parameters.ts'

/** Over a socket the request and its answer are at hand; in-process they are not. */
export type Pax8Env = {
  Bindings: { readonly incoming?: IncomingMessage; readonly outgoing?: ServerResponse }
}
export type Pax8App = Hono<Pax8Env>

/** One reading call, as far as an endpoint needs to know it. */
export interface Call {
  readonly path: string
  readonly query: URLSearchParams
  readonly parameters: Parameters
  /** The value of a path parameter. */
  id(name: string): string
}

/** Answers GET calls to a path. */
export function onGet(app: Pax8App, path: string, answer: (call: Call) => Response): void {
  app.get(path, (context) => {
    const query = new URLSearchParams(queryText(context.req.url))
    const id = (name: string): string => context.req.param(name) ?? ''
    return answer({ path: context.req.path, query, parameters: new Parameters(query), id })
  })
}

/** What stands after the question mark; the whole URL need not be parsed for it. */
export function queryText(url: string): string {
  const mark = url.indexOf('?')
  return mark === -1 ? '' : url.slice(mark + 1)
}

export function jsonResponse(body: string, status = 200): Response {
  return new Response(body, { status, headers: { 'Content-Type': 'application/json' } })
}

/** A list that Pax8 does not page: `{content: [...]}` and no counters. */
export function contentResponse(rows: readonly JsonValue[], absent: AbsentFields): Response {
  return jsonResponse(writeJson({ content: rows }, absent))
}

/** @throws {Problem} 404, when there is no such record. */
export function found<T>(record: T | undefined, kind: string): T {
  if (record === undefined) throw new Problem(404, `${kind} not found`)
  return record
}

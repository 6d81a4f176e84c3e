import type { Endpoint } from './endpoint.ts'

/**
 * What a token must have been given for an endpoint: the first part of its path, and whether it reads or writes, such as
 * `runs:read`. Undefined for what only a person in a browser may do.
 */
export function scopeOf({ path, method, needs, isForBrowsers }: ScopedEndpoint): string | undefined {
  if (needs === 'nobody' || isForBrowsers) return undefined
  return `${path.split('/')[1] ?? ''}:${method === 'get' ? 'read' : 'write'}`
}

export type ScopedEndpoint = Pick<Endpoint, 'path' | 'method' | 'needs' | 'isForBrowsers'>

/** All scopes that there are, in alphabetical order. */
export function scopesOf(endpoints: readonly ScopedEndpoint[]): readonly string[] {
  return [...new Set(endpoints.map(scopeOf).filter((scope) => scope !== undefined))].sort()
}

import type { Hono } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'
import { scopeOf } from './token-scopes.ts'

// Markup and a style sheet, both from here: no script, and nothing from another address, as the policy wants it.

/** `GET /docs` and its style sheet: every endpoint for a person to read, from what checks the requests. */
export function addDocumentation(api: Hono, endpoints: readonly Endpoint[]): void {
  const names = [...new Set(endpoints.map(partOf))]
  const groups = names.map((name) => [name, endpoints.filter((each) => partOf(each) === name)] as const)
  api.get('/docs/style.css', (http) => http.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }))
  api.get('/docs', (http) => http.html(pageOf(groups)))
}

function partOf({ path }: Endpoint): string {
  return path.split('/')[1] ?? ''
}

type Markup = ReturnType<typeof html>

function pageOf(groups: readonly (readonly [string, readonly Endpoint[]])[]): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>The API of SeatLedger</title>
        <link rel="stylesheet" href="/api/v1/docs/style.css" />
      </head>
      <body>
        <main>
          <h1>The API of SeatLedger</h1>
          <p>
            Everything is JSON below <code>/api/v1</code>. Amounts are decimal texts beside their currency, never
            numbers; instants are UTC; months are <code>2026-10</code>. A program sends
            <code>Authorization: Bearer …</code> with a token that a person made under Account; it has the scopes that
            are named here. A browser has a session, and sends <code>X-SeatLedger-CSRF</code> with each change.
          </p>
          <p>
            Every error is <code>{ "error": { "code", "message", "details"? } }</code>: 400 for a request that is not
            right, 401 for who is not signed in, 403 for what his role or scope does not allow, 404, 409 where somebody
            was faster or the state refuses, 429 with <code>Retry-After</code>, 503 while something outside does not
            answer. The same as <a href="/api/v1/openapi.json">OpenAPI 3.1</a>, for a machine.
          </p>
          <nav aria-label="Parts">${groups.map(([name]) => html`<a href="#${name}">${name}</a> `)}</nav>
          ${groups.map(
            ([name, some]) =>
              html`<section id="${name}">
                <h2>${name}</h2>
                ${some.map(articleOf)}
              </section>`,
          )}
        </main>
      </body>
    </html>`
}

function articleOf(endpoint: Endpoint): Markup {
  const { method, path, summary, needs, params, query, body, answer, status, file } = endpoint
  const scope = scopeOf(endpoint)
  return html`<article>
    <h3><span class="method">${method.toUpperCase()}</span> <code>${path}</code></h3>
    <p>${summary}</p>
    <p class="needs">
      ${needs === 'nobody' ? 'Open to whoever reaches the server.' : `Needs the role ${needs}`}${
        needs === 'nobody' ? '' : scope === undefined ? ', in a browser.' : `, or a token with ${scope}.`
      }
    </p>
    ${schemaOf('In the path', params, 'input')} ${schemaOf('In the query', query, 'input')}
    ${schemaOf('Body', body, 'input')}
    ${file === undefined ? schemaOf(`Answer ${String(status)}`, answer, 'output') : html`<p>Answers a file, ${file}.</p>`}
    ${answer === undefined && file === undefined ? html`<p>Answers ${String(status)}, without a body.</p>` : ''}
  </article>`
}

function schemaOf(title: string, schema: z.ZodType | undefined, io: 'input' | 'output'): Markup | string {
  if (schema === undefined) return ''
  const described: object = z.toJSONSchema(schema, { io })
  const plain = Object.fromEntries(Object.entries(described).filter(([name]) => name !== '$schema'))
  return html`<details>
    <summary>${title}</summary>
    <pre>${JSON.stringify(plain, undefined, 2)}</pre>
  </details>`
}

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#ffffff, #14171b); color: light-dark(#16202a, #e6eaee); }
main { max-width: 860px; margin: 0 auto; padding: 16px; }
a { color: light-dark(#0b5cad, #7db8f5); }
nav { display: flex; flex-wrap: wrap; gap: 4px 12px; }
article { border-top: 1px solid light-dark(#d5dbe1, #333b44); padding: 8px 0; }
h3 { margin: 0; font-size: 15px; overflow-wrap: anywhere; }
p { margin: 4px 0; }
pre { overflow: auto; padding: 8px; background: light-dark(#f4f6f8, #1d2228); }
.method { display: inline-block; min-width: 64px; }
.needs { color: light-dark(#55616d, #a3adb8); }
`

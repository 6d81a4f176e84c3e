import { readdir, readFile } from 'node:fs/promises'
import { extname, join, posix, sep } from 'node:path'
import type { Hono } from 'hono'
import { Failure } from '../../support/failure.ts'

/** The operator's page as it was built: each file by its address. */
export type Page = ReadonlyMap<string, { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string }>

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

class PageNotBuilt extends Failure {
  override readonly code = 'page.not-built'
}

/**
 * Reads the built page, once, so that an address can never name a file beside it.
 * @throws {PageNotBuilt}
 */
export async function readPage(folder: string): Promise<Page> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new PageNotBuilt(`The page is not in ${folder}. Build it with \`npm run build\`, and serve again.`, {
      cause: error,
    })
  })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const read = files.map(async (path) => {
    const address = posix.join('/', path.slice(folder.length).replaceAll(sep, '/'))
    const type = types[extname(path)] ?? 'application/octet-stream'
    return [address, { bytes: new Uint8Array(await readFile(path)), type }] as const
  })
  return new Map(await Promise.all(read))
}

/** The page at its own addresses: a path without a dot is one of its screens, which the page itself finds. */
export function getPage(app: Hono, page: Page): void {
  app.get('*', async (http, next) => {
    const { path } = http.req
    const isScreen = !path.includes('.') && path !== '/api' && !path.startsWith('/api/')
    const file = page.get(isScreen ? '/index.html' : path)
    if (file === undefined) return next()
    // The built names hold a hash of what is in them; the first file names them and is asked for each time.
    const lasts = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    return http.body(file.bytes, 200, { 'content-type': file.type, 'cache-control': lasts })
  })
}

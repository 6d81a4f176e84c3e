import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failureOf } from '../../../test/helpers/failure-of.ts'
import { parseJson } from '../../support/json.ts'
import type { SourcePage } from '../source.ts'
import { parseBookmark } from './bookmark.ts'
import type { Pax8Client } from './client.ts'
import { listingOf, type Listing } from './listing.ts'
import { readPagedListing } from './paging.ts'

const noHeader = (): undefined => undefined

/** A listing that may be another one at each request: `rows(request)` are the ids at that moment. */
interface Moment {
  readonly rows: readonly string[]
  readonly total?: number
}

function clientOf(momentAt: (request: number) => Moment): { readonly client: Pax8Client; readonly asked: string[] } {
  const asked: string[] = []
  const client: Pax8Client = {
    get: (path, query) => {
      const { rows, total = rows.length } = momentAt(asked.length)
      const [number, size] = [Number(query['page']), Number(query['size'])]
      asked.push(`${number}/${size}`)
      const content = rows.slice(number * size, (number + 1) * size).map((id) => ({ id }))
      const counters = { size, number, totalElements: total, totalPages: Math.ceil(total / size) }
      const text = JSON.stringify({ content, page: counters })
      const request = `${path}?page=${number}&size=${size}`
      const place = { connectionId: 'main', place: 'https://pax8.example', request }
      return Promise.resolve({
        asked: place,
        text,
        value: parseJson(text),
        mediaType: '',
        date: undefined,
        header: noHeader,
      })
    },
  }
  return { client, asked }
}

const listing: Listing<string> = listingOf({ stream: 'orders', path: '/orders', shape: 'paged' }, (value) =>
  typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : undefined,
)

async function readAll(client: Pax8Client, bookmark?: string): Promise<SourcePage<string>[]> {
  const pages: SourcePage<string>[] = []
  const tools = { client, pageSize: 2, signal: new AbortController().signal }
  const start = bookmark === undefined ? undefined : parseBookmark(bookmark)
  for await (const page of readPagedListing(tools, listing, start)) pages.push(page)
  return pages
}

const records = (pages: readonly SourcePage<string>[]): string[] => pages.flatMap((page) => page.records)
const codes = (pages: readonly SourcePage<string>[]): string[] =>
  pages.flatMap((page) => page.problems).map(({ code }) => code)

test('pages are read up to the last that the counters name, and the rows equal their count', async () => {
  const { client, asked } = clientOf(() => ({ rows: ['a', 'b', 'c'] }))
  const pages = await readAll(client)
  expect([records(pages), asked, pages.map(({ complete }) => complete)]).toEqual([
    ['a', 'b', 'c'],
    ['0/2', '1/2'],
    [false, true],
  ])
})

test('a row that goes while the pages are read hides its neighbour, which the second sweep finds', async () => {
  const { client } = clientOf((request) => ({ rows: request === 0 ? ['a', 'b', 'c', 'd'] : ['b', 'c', 'd'] }))
  const pages = await readAll(client)
  expect([records(pages).toSorted(), codes(pages), pages.at(-1)?.complete]).toEqual([
    ['a', 'b', 'c', 'd'],
    ['page-shift'],
    true,
  ])
})

test('a row that is renamed to the front is read although the count never changed', async () => {
  const { client } = clientOf((request) => ({ rows: request === 0 ? ['a', 'b', 'c', 'z'] : ['z', 'a', 'b', 'c'] }))
  const pages = await readAll(client)
  expect([records(pages).toSorted(), codes(pages), pages.at(-1)?.complete]).toEqual([
    ['a', 'b', 'c', 'z'],
    ['page-shift'],
    true,
  ])
})

test('a count that no reading reaches leaves the listing incomplete, with both numbers', async () => {
  const { client } = clientOf(() => ({ rows: ['a', 'b', 'c'], total: 4 }))
  const pages = await readAll(client)
  expect([records(pages), codes(pages), pages.at(-1)?.complete]).toEqual([
    ['a', 'b', 'c'],
    ['page-shift', 'count-mismatch'],
    false,
  ])
  expect(pages.at(-1)?.problems[0]?.message).toContain('3 different rows were read, but Pax8 counts 4')
})

test('an endpoint that answers the same page to every question is not read for ever', async () => {
  const { client } = clientOf(() => ({ rows: ['a', 'b', 'c'] }))
  const stuck: Pax8Client = { get: (path, query, signal) => client.get(path, { ...query, page: '0' }, signal) }
  const pages = await readAll(stuck)
  expect([records(pages), pages.at(-1)?.complete]).toEqual([['a', 'b'], false])
})

describe('an answer without what a listing needs is unreadable', () => {
  test.each([
    ['counters at top level', '{"content":[],"size":2,"totalElements":0,"totalPages":0,"number":0}'],
    ['no counters', '{"content":[]}'],
    ['a bare list', '[]'],
    ['content that is no list', '{"content":{"id":"a"},"page":{"size":2,"totalElements":1,"totalPages":1,"number":0}}'],
    ['a count with a fraction', '{"content":[],"page":{"size":2,"totalElements":0.5,"totalPages":1,"number":0}}'],
  ])('%s', async (_name, text) => {
    const asked = { connectionId: 'main', place: 'https://pax8.example', request: '/orders' }
    const answer = { asked, text, value: parseJson(text), mediaType: '', date: undefined, header: noHeader }
    const failure = await failureOf(readAll({ get: () => Promise.resolve(answer) }))
    expect(failure.code).toBe('source.unreadable')
  })

  test('but an empty listing may have no content at all', async () => {
    const { client } = clientOf(() => ({ rows: [] }))
    const text = '{"page":{"size":2,"totalElements":0,"totalPages":0,"number":0}}'
    const bare: Pax8Client = {
      get: async (path, query, signal) => ({
        ...(await client.get(path, query, signal)),
        text,
        value: parseJson(text),
      }),
    }
    const pages = await readAll(bare)
    expect([records(pages), pages.at(-1)?.complete]).toEqual([[], true])
  })
})

describe('going on from a bookmark', () => {
  test('reads the page before it again, and goes on when nothing has moved', async () => {
    const first = await readAll(clientOf(() => ({ rows: ['a', 'b', 'c', 'd', 'e'] })).client)
    const { client, asked } = clientOf(() => ({ rows: ['a', 'b', 'c', 'd', 'e'] }))
    const pages = await readAll(client, first[1]?.bookmark)
    expect([asked, records(pages), pages.at(-1)?.complete]).toEqual([['1/2', '2/2'], ['e'], true])
  })

  test('starts over when rows have moved meanwhile', async () => {
    const first = await readAll(clientOf(() => ({ rows: ['a', 'b', 'c', 'd', 'e'] })).client)
    const { client } = clientOf(() => ({ rows: ['0', 'a', 'b', 'c', 'd'] }))
    const pages = await readAll(client, first[1]?.bookmark)
    expect([records(pages), pages.at(-1)?.complete]).toEqual([['0', 'a', 'b', 'c', 'd'], true])
  })

  test('starts over from a text that is no bookmark', async () => {
    const pages = await readAll(clientOf(() => ({ rows: ['a'] })).client, 'page=one')
    expect(records(pages)).toEqual(['a'])
  })
})

test('whatever happens between the pages, no row comes twice, and a complete listing has as many as were counted', async () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), { minLength: 0, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(fc.array(names, { minLength: 1, maxLength: 12 }), async (moments) => {
      const at = (request: number): Moment => ({ rows: moments[Math.min(request, moments.length - 1)] ?? [] })
      const { client, asked } = clientOf(at)
      const pages = await readAll(client)
      const read = records(pages)
      expect(new Set(read).size).toBe(read.length)
      if (pages.at(-1)?.complete !== true) return
      const seen = asked.map((_, request) => at(request).rows)
      const total = pages.at(-1)?.total ?? -1
      expect(read.length).toBeGreaterThanOrEqual(total)
      const isUnmoved = seen.every((rows) => rows.join() === seen[0]?.join())
      if (isUnmoved) expect(read.toSorted()).toEqual(seen[0]?.toSorted())
    }),
  )
})

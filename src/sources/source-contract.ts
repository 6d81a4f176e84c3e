import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createManualClock, type Clock } from '../support/clock.ts'
import { silentLogger } from '../support/logger.ts'
import type { PullRequest, Source, SourcePage, SourceRecords, SourceTools, StreamName } from './source.ts'

/** What a source's own tests hand to the contract: a source against its emulator, and what can be asked of it. */
interface ContractSubject {
  readonly source: Source
  /** The streams to read, with their keys; each must have at least one record. */
  readonly streams: readonly { readonly stream: StreamName; readonly keys?: readonly string[] }[]
  /** Texts that must appear nowhere in what the source hands over. */
  readonly secrets: () => readonly string[]
  readonly close: () => Promise<void>
}

/** What every source must do, whoever is behind it. Called by the test of each adapter. */
export function describeSourceContract(name: string, open: () => Promise<ContractSubject>): void {
  describe(`${name} keeps the contract of a source`, () => {
    let subject: ContractSubject
    beforeAll(async () => {
      subject = await open()
    })
    afterAll(() => subject.close())

    test('a check names the account and says what it found', async () => {
      const check = await subject.source.check(new AbortController().signal)
      expect(check.account).not.toBe('')
      expect(check.notes.length).toBeGreaterThan(0)
    })

    test('a reading ends with a complete page, the only one without a bookmark', async () => {
      for (const { stream, pages } of await readAll(subject)) {
        expect(pages.at(-1)?.complete, stream).toBe(true)
        expect(pages.at(-1)?.bookmark, stream).toBeUndefined()
        const unfinished = pages.slice(0, -1).filter((page) => page.bookmark === undefined)
        expect(unfinished, stream).toEqual([])
        expect(pages.flatMap((page) => page.records).length, stream).toBeGreaterThan(0)
      }
    })

    test('reading the same twice gives the same records', async () => {
      const once = await readAll(subject)
      const again = await readAll(subject)
      expect(again.map(recordTexts)).toEqual(once.map(recordTexts))
    })

    test('a reading that broke off after any page goes on from its bookmark and misses nothing', async () => {
      for (const { stream, keys, pages } of await readAll(subject)) {
        const whole = new Set(pages.flatMap((page) => page.records).map(recordText))
        for (const [index, { bookmark }] of pages.entries()) {
          if (bookmark === undefined) continue
          const rest = await collect(subject.source, stream, { ...(keys === undefined ? {} : { keys }), bookmark })
          const together = [...pages.slice(0, index + 1), ...rest].flatMap((page) => page.records)
          expect(new Set(together.map(recordText)), `${stream} from ${bookmark}`).toEqual(whole)
          expect(rest.at(-1)?.complete, `${stream} from ${bookmark}`).toBe(true)
        }
      }
    })

    test('each page carries what was asked and the bytes that came, without credentials', async () => {
      for (const { stream, pages } of await readAll(subject)) {
        for (const { raw, problems } of pages) {
          expect(raw.request, stream).not.toBe('')
          expect(raw.body, stream).not.toBe('')
          const texts = [raw.request, raw.body, ...problems.map((problem) => problem.message)]
          for (const secret of subject.secrets()) expect(texts.some((text) => text.includes(secret))).toBe(false)
        }
      }
    })

    test('no amount and no quantity passes through a binary float', async () => {
      for (const { stream, pages } of await readAll(subject)) {
        expect(floatsIn(pages.map((page) => page.records)), stream).toEqual([])
      }
    })

    test('a reading that was called off stops', async () => {
      const signal = AbortSignal.abort(new Error('called off'))
      const [first] = subject.streams
      if (first === undefined) throw new Error('The contract needs a stream to read.')
      await expect(collect(subject.source, first.stream, { ...first, signal })).rejects.toThrow('called off')
    })
  })
}

interface Reading {
  readonly stream: StreamName
  readonly keys: readonly string[] | undefined
  readonly pages: readonly SourcePage<SourceRecords[StreamName]>[]
}

async function readAll({ source, streams }: ContractSubject): Promise<Reading[]> {
  const readings: Reading[] = []
  for (const { stream, keys } of streams) {
    readings.push({ stream, keys, pages: await collect(source, stream, keys === undefined ? {} : { keys }) })
  }
  return readings
}

/** All pages of one reading. */
export async function collect<S extends StreamName>(
  source: Source,
  stream: S,
  request: Partial<PullRequest> = {},
): Promise<SourcePage<SourceRecords[S]>[]> {
  const pages: SourcePage<SourceRecords[S]>[] = []
  const signal = request.signal ?? new AbortController().signal
  for await (const page of source.pull(stream, { ...request, signal })) pages.push(page)
  return pages
}

function recordTexts({ pages }: Reading): string[] {
  return pages.flatMap((page) => page.records).map(recordText)
}

function recordText(record: unknown): string {
  return JSON.stringify(record, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
}

function floatsIn(value: unknown): number[] {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? [] : [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(floatsIn)
}

/** Tools that remember how they were used: turns taken, pauses asked for, tokens fetched. */
export interface RecordedTools extends SourceTools {
  readonly turns: () => number
  readonly pauses: readonly Date[]
  readonly fetchedTokens: readonly string[]
  /** What the source is told that its probe has settled. */
  readonly settled: Map<string, string>
}

export function createToolsForTests(clock: Clock = createManualClock(new Date('2026-05-01T02:00:00Z'))): RecordedTools {
  let turns = 0
  const pauses: Date[] = []
  const fetchedTokens: string[] = []
  const answers = new Map<string, string>()
  let cached: { readonly token: string; readonly expiresAt: Date } | undefined
  return {
    connectionId: 'main',
    clock,
    logger: silentLogger,
    takeTurn: async () => {
      turns += 1
    },
    pauseUntil: async (instant) => {
      pauses.push(instant)
    },
    answers: () => Promise.resolve(answers),
    tokens: {
      get: async (fetch) => {
        if (cached === undefined || cached.expiresAt <= clock.now()) {
          cached = await fetch()
          fetchedTokens.push(cached.token)
        }
        return cached.token
      },
      drop: async (token) => {
        if (cached?.token === token) cached = undefined
      },
    },
    turns: () => turns,
    pauses,
    fetchedTokens,
    settled: answers,
  }
}

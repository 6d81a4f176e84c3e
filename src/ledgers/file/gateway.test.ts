import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import {
  LedgerAuthorization,
  LedgerDuplicate,
  LedgerNotFound,
  LedgerUnavailable,
  PostingOutcomeUnknown,
  PostingRejected,
} from '../errors.ts'
import type { LedgerGateway, PostedDocument } from '../gateway.ts'
import {
  april,
  Killed,
  killedBefore,
  openFolderScene,
  reference,
  running,
  type FolderScene,
} from './fixtures/folder-scene.ts'
import { preparePosting } from './serialize.ts'

const scenes: FolderScene[] = []
afterEach(async () => {
  await Promise.all(scenes.splice(0).map((scene) => scene.close()))
})

async function open(changes: Record<string, unknown> = {}): Promise<FolderScene> {
  const scene = await openFolderScene(changes)
  scenes.push(scene)
  return scene
}

/** What the posting protocol does: looks it up where it was begun before, and posts it if it is not there. */
async function settle(scene: FolderScene, gateway: LedgerGateway): Promise<PostedDocument> {
  const [found] = await gateway.find(scene.query(), running)
  return found ?? gateway.post(scene.request(await scene.prepare()), running)
}

describe('a document in a folder', () => {
  test.each(['csv', 'json', 'ubl'])(
    'as %s is written once, found, and read back as it was approved',
    async (format) => {
      const scene = await open({ format })
      const prepared = await scene.prepare()
      expect(prepared.problems).toEqual([])
      expect(await scene.gateway.find(scene.query(), running)).toEqual([])
      const posted = await scene.gateway.post(scene.request(prepared), running)
      const expected = {
        documentKind: 'invoice',
        documentNumber: 'P2604-00042',
        customerId: '24',
        currency: 'USD',
        date: '2026-04-30',
        netTotal: '365.93',
        total: '365.93',
        reference,
        voided: false,
      }
      expect(posted).toMatchObject(expected)
      expect(posted.lines.map(({ amount }) => amount)).toEqual(['374.00', '13.93', '-22.00'])
      expect(await scene.text(posted.documentId)).toBe(prepared.body)
      expect(await scene.again().post(scene.request(prepared), running)).toEqual(posted)
      expect(await scene.visible()).toEqual([posted.documentId])
      expect(posted.documentId).toMatch(/^1a2b3c4d_files_bear-creek_2026-04_0-[0-9a-f]{12}\.(csv|json|xml)$/)
      expect(await scene.again().find(scene.query(), running)).toEqual([posted])
      expect(await scene.gateway.read(posted.documentId, running)).toEqual(posted)
      const { date, currency, netTotal, lines } = posted
      expect(scene.gateway.readPrepared(prepared.body)).toEqual({ date, currency, netTotal, lines })
    },
  )

  test('a total below zero is a credit memo whose amounts count what it takes off', async () => {
    const scene = await open({ format: 'ubl' })
    const { lines } = april()
    const prepared = await scene.prepare(april({ lines: lines.slice(2), total: '-22.00' }))
    expect(prepared.documentKind).toBe('credit-memo')
    const posted = await scene.gateway.post(scene.request(prepared), running)
    expect(posted).toMatchObject({ documentKind: 'credit-memo', netTotal: '22.00' })
    expect(await scene.text(posted.documentId)).toContain('<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>')
  })

  test('another body under the same posting, or a foreign file in its place, is a duplicate to look at', async () => {
    const scene = await open()
    const prepared = await scene.prepare()
    const posted = await scene.gateway.post(scene.request(prepared), running)
    const other = await scene.prepare(april({ invoiceDate: '2026-05-01' }))
    await expect(scene.gateway.post(scene.request(other), running)).rejects.toBeInstanceOf(LedgerDuplicate)
    await rm(join(scene.directory, '.seatledger'), { recursive: true })
    await writeFile(join(scene.directory, posted.documentId), 'their file')
    await expect(scene.gateway.post(scene.request(prepared), running)).rejects.toBeInstanceOf(LedgerDuplicate)
  })

  test('with our memory lost the file is found by its name and adopted', async () => {
    const scene = await open({ format: 'json' })
    const posted = await scene.gateway.post(scene.request(await scene.prepare()), running)
    await rm(join(scene.directory, '.seatledger'), { recursive: true })
    expect(await scene.gateway.find(scene.query(), running)).toEqual([posted])
    await settle(scene, scene.again())
    expect(await scene.visible()).toEqual([posted.documentId])
  })

  test('a body that speaks of another document than its posting is not written', async () => {
    const scene = await open({ format: 'json' })
    const request = scene.request(await scene.prepare())
    for (const wrong of [
      { customerId: '25' },
      { documentNumber: 'P-9' },
      { reference: 'another' },
      { body: '{}' },
      { body: 'x' },
    ]) {
      await expect(scene.gateway.post({ ...request, ...wrong }, running)).rejects.toBeInstanceOf(PostingRejected)
    }
    expect(await scene.visible()).toEqual([])
  })

  test('a file of a mapping or a format that was chosen before is still read', async () => {
    const scene = await open()
    const posted = await scene.gateway.post(scene.request(await scene.prepare()), running)
    const columns = [
      { title: 'No', field: 'documentNumber' },
      { title: 'Customer', field: 'customerId' },
      { title: 'Date', field: 'invoiceDate' },
      { title: 'Amount', field: 'line.amount' },
    ]
    const mapping = { mapping: 'short', version: 1, creditMemoAmounts: 'negative', columns }
    const changed = scene.again(undefined, { mapping, earlierMappings: [scene.settings.mapping] })
    expect(await changed.read(posted.documentId, running)).toEqual(posted)
    expect(await scene.again(undefined, { format: 'json' }).read(posted.documentId, running)).toEqual(posted)
  })
})

describe('a process that ends', () => {
  test.each(['each', 'month'])(
    'before any step of a posting leaves what one more try completes: layout %s',
    async (layout) => {
      let kills = 0
      for (let count = 0; ; count += 1) {
        const scene = await open({ format: 'json', layout })
        const outcome = await settle(scene, scene.again(killedBefore(count))).catch((error: unknown) => error)
        if (outcome instanceof Killed) kills += 1
        const posted = await settle(scene, scene.again())
        expect(posted.netTotal).toBe('365.93')
        expect(await scene.visible()).toEqual(layout === 'each' ? [posted.documentId] : [])
        if (!(outcome instanceof Killed)) break
      }
      expect(kills).toBe(layout === 'each' ? 12 : 6)
    },
  )

  test('where files are taken away, no kill makes a second one: what cannot be known is said', async () => {
    const outcomes: string[] = []
    for (let count = 0; count <= 12; count += 1) {
      const scene = await open({ format: 'json', takenAway: true })
      await settle(scene, scene.again(killedBefore(count))).catch(() => undefined)
      const [taken] = await scene.visible()
      if (taken !== undefined) await rm(join(scene.directory, taken))
      const again = await settle(scene, scene.again()).catch((error: unknown) => error)
      const placedAgain = (await scene.visible()).length
      // The other system has it: then it must not be placed once more.
      if (taken !== undefined) expect(placedAgain).toBe(0)
      outcomes.push(again instanceof PostingOutcomeUnknown ? 'unknown' : placedAgain === 1 ? 'placed' : 'was taken')
    }
    expect(new Set(outcomes)).toEqual(new Set(['placed', 'unknown', 'was taken']))
  })

  test('before any step of taking a file back or of a batch leaves what one more try completes', async () => {
    for (let count = 0; count < 5; count += 1) {
      const scene = await open()
      const { documentId, documentKind, version = '' } = await settle(scene, scene.gateway)
      const order = { documentKind, documentId, version, requestId: 'v-1' }
      await scene
        .again(killedBefore(count))
        .voidDocument?.(order, running)
        .catch(() => undefined)
      expect(await scene.again().voidDocument?.(order, running)).toMatchObject({ voided: true, netTotal: '365.93' })
      expect(await scene.visible()).toEqual([])
    }
    for (let count = 0; count < 10; count += 1) {
      const scene = await open({ layout: 'month' })
      const { documentId } = await settle(scene, scene.gateway)
      const order = { name: 'invoices-2026-04', documentIds: [documentId], again: false }
      await scene
        .again(killedBefore(count))
        .writeBatch?.(order, running)
        .catch(() => undefined)
      await scene
        .again()
        .writeBatch?.(order, running)
        .catch((error: unknown) => {
          expect(error).toBeInstanceOf(PostingRejected)
        })
      expect(await scene.visible()).toEqual(['invoices-2026-04.csv'])
    }
  })
})

describe('what becomes of files', () => {
  test('one that was changed, spoilt or deleted is drift; one that is as it was is not', async () => {
    const scene = await open({ format: 'json' })
    const ids: string[] = []
    for (const client of ['a', 'b', 'c', 'd']) {
      const mark = `SeatLedger 1a2b3c4d/files/${client}/2026-04/0`
      const prepared = preparePosting(april(), {
        documentNumber: `P-${client}`,
        reference: mark,
        facts: await scene.facts(),
      })
      const posted = await scene.gateway.post(scene.request(prepared, { reference: mark }), running)
      ids.push(posted.documentId)
    }
    const [changed = '', spoilt = '', deleted = '', same = ''] = ids
    expect(await scene.gateway.changesSince(new Date(0), running)).toEqual([])
    const text = (await scene.text(changed)).replace('"374.00"', '"375.00"').replace('"365.93"', '"366.93"')
    await writeFile(join(scene.directory, changed), text)
    await writeFile(join(scene.directory, spoilt), 'not a document')
    await rm(join(scene.directory, deleted))
    expect(await scene.gateway.changesSince(new Date(0), running)).toMatchObject([
      { kind: 'changed', document: { documentId: changed, netTotal: '366.93' } },
      { kind: 'deleted', documentId: spoilt },
      { kind: 'deleted', documentId: deleted },
    ])
    const there = await scene.gateway.readMany('invoice', ids, running)
    expect(there.map(({ documentId }) => documentId)).toEqual([changed, same])
    await expect(scene.gateway.read('../../etc/passwd', running)).rejects.toBeInstanceOf(LedgerNotFound)
  })

  test('one that the other system took is posted and no drift, and is not taken back', async () => {
    const scene = await open({ takenAway: true })
    const posted = await settle(scene, scene.gateway)
    await rm(join(scene.directory, posted.documentId))
    expect(await scene.gateway.changesSince(new Date(0), running)).toEqual([])
    expect(await scene.gateway.find(scene.query(), running)).toEqual([posted])
    const { documentId, documentKind, version = '' } = posted
    const order = { documentKind, documentId, version, requestId: 'v' }
    await expect(scene.gateway.voidDocument?.(order, running)).rejects.toThrow('may have read this one')
  })

  test('one that was changed is not taken back', async () => {
    const scene = await open()
    const { documentId, documentKind, version = '' } = await settle(scene, scene.gateway)
    await writeFile(
      join(scene.directory, documentId),
      (await scene.text(documentId)).replaceAll('P2604-00042', 'P2604-00043'),
    )
    const order = { documentKind, documentId, version, requestId: 'v' }
    await expect(scene.gateway.voidDocument?.(order, running)).rejects.toThrow('was changed since')
  })

  test('a month goes into one file once; again only where that is said', async () => {
    const scene = await open({ layout: 'month' })
    const { documentId } = await settle(scene, scene.gateway)
    const order = { name: 'invoices-2026-04', documentIds: [documentId], again: false }
    const batch = await scene.gateway.writeBatch?.(order, running)
    expect(batch?.documentIds).toEqual([documentId])
    expect((await scene.text('invoices-2026-04.csv')).split('\r\n').filter((row) => row !== '')).toHaveLength(4)
    await expect(scene.gateway.writeBatch?.(order, running)).rejects.toThrow('were handed over in invoices-2026-04.csv')
    await scene.gateway.writeBatch?.({ ...order, again: true }, running)
    expect(await scene.visible()).toEqual(['invoices-2026-04-2.csv', 'invoices-2026-04.csv'])
    await writeFile(join(scene.directory, 'invoices-2026-04.csv'), 'x')
    const { notes } = await scene.gateway.check(running)
    expect(notes).toContain('invoices-2026-04.csv was changed since it was written.')
  })

  test('a folder that is gone or not ours to write in stops posting and says what to do', async () => {
    const scene = await open({ format: 'json' })
    const request = scene.request(await scene.prepare())
    await rename(scene.directory, `${scene.directory}.away`)
    await expect(scene.gateway.check(running)).rejects.toBeInstanceOf(LedgerAuthorization)
    await rename(`${scene.directory}.away`, scene.directory)
    const isRoot = process.getuid?.() === 0
    if (!isRoot) {
      await chmod(scene.directory, 0o500)
      await expect(scene.gateway.post(request, running)).rejects.toBeInstanceOf(LedgerAuthorization)
      await chmod(scene.directory, 0o700)
    }
    await mkdir(join(scene.directory, '.seatledger', 'receipts'), { recursive: true })
    const posted = await scene.gateway.post(request, running)
    await writeFile(join(scene.directory, '.seatledger', 'receipts', `${posted.documentId}.json`), '{"version":1}')
    await expect(scene.gateway.find(scene.query(), running)).rejects.toBeInstanceOf(LedgerUnavailable)
  })
})

describe('the lists that the MSP gives', () => {
  test('decide who and what may be billed; without them any name is taken', async () => {
    const scene = await open()
    const customersFile = join(scene.directory, 'customers.txt')
    const itemsFile = join(scene.directory, 'items.txt')
    await writeFile(customersFile, 'ID;Name;Active;Currency\r\n24;Bear Creek Winery;yes;USD\r\n25;"Old; Mill";no;\r\n')
    await writeFile(itemsFile, '[{"id": 5, "name": "M365"}, {"id": "6", "active": false}]')
    const gateway = scene.again(undefined, { customersFile, itemsFile })
    const facts = await gateway.readFacts(running)
    expect(facts.customers).toMatchObject([
      { customerId: '24', name: 'Bear Creek Winery', active: true, currency: 'USD' },
      { customerId: '25', name: 'Old; Mill', active: false },
    ])
    expect(facts.items).toMatchObject([
      { ledgerItemId: '5', active: true },
      { ledgerItemId: '6', name: '6', active: false },
    ])
    const problems = (changes: Parameters<typeof april>[0]): readonly string[] =>
      preparePosting(april(changes), { documentNumber: 'P-1', reference, facts }).problems.map(({ field }) => field)
    expect(problems({})).toEqual([])
    expect(problems({ ledgerCustomerId: '99' })).toEqual(['customer'])
    expect(problems({ ledgerCustomerId: '25' })).toEqual(['customer'])
    expect(problems({ currency: 'EUR' })).toEqual(['currency'])
    expect(problems({ total: '365.94' })).toEqual(['lines'])
    expect(problems({ lines: [], total: '0.00' })).toEqual(['lines'])
    await writeFile(customersFile, 'id,active\n24,perhaps\n24,yes\n')
    await expect(gateway.readFacts(running)).rejects.toThrow(/line 2: active .*neither yes nor no/)
    await rm(customersFile)
    await expect(gateway.readFacts(running)).rejects.toThrow('there is no such file')
  })
})

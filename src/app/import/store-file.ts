import type { MappingHead } from '../../sources/mapped-file.ts'
import type { Transaction } from '../../store/database.ts'
import type { NewObservation } from '../../store/observations.ts'
import { rawPayloadHash, saveRawPayload } from '../../store/raw-payloads.ts'
import { recordJson } from '../../store/record-json.ts'
import { sha256 } from '../../support/hash.ts'

/** Keeps the file's text as evidence, and gives the hash by which records point at it. */
export async function keepFile(
  tx: Transaction,
  file: {
    readonly connectionId: string
    readonly fileName: string
    readonly mapping: MappingHead
    readonly reading: { readonly text: string | undefined }
  },
  stream: string,
  now: Date,
): Promise<string> {
  const payload = {
    connectionId: file.connectionId,
    stream,
    request: file.fileName,
    mediaType: mediaTypeOf(file.mapping),
    body: file.reading.text ?? '',
  }
  await saveRawPayload(tx, payload, now)
  return rawPayloadHash(payload)
}

/** The records of a file as observations. @param before Hashes of what is known: what equals it is left out. */
export function observationsOf(
  records: ReadonlyMap<string, object>,
  rawSha256: string,
  before: ReadonlyMap<string, string> = new Map(),
): NewObservation[] {
  return [...records].flatMap(([recordId, record]) => {
    const state = recordJson(record)
    const hash = sha256(state)
    return before.get(recordId) === hash ? [] : [{ recordId, sha256: hash, state, rawSha256 }]
  })
}

/** As counts of a snapshot: a file holds all the rows that it has. */
export function rowsAndTotal(rows: number): { readonly rows: number; readonly total: number } {
  return { rows, total: rows }
}

function mediaTypeOf({ format }: MappingHead): string {
  switch (format) {
    case 'csv':
      return 'text/csv'
    case 'tsv':
      return 'text/tab-separated-values'
    case 'json':
      return 'application/json'
    case 'jsonl':
      return 'application/jsonl'
  }
}

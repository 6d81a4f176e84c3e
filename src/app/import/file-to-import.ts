import type { PlainDate } from '../../domain/plain-date.ts'
import type { DateOrder, FileProblem, FileReading, MappingHead } from '../../sources/mapped-file.ts'
import type { Transaction } from '../../store/database.ts'
import { listImportedFiles, saveImportedFile, type ImportedFile } from '../../store/imported-files.ts'
import { sha256 } from '../../support/hash.ts'
import type { AppContext } from '../context.ts'
import { ImportRefused } from './import-failures.ts'

/** A file that the operator wants to import, with what he says about it. */
export interface FileToImport<Mapping extends MappingHead> {
  readonly connectionId: string
  readonly fileName: string
  readonly bytes: Uint8Array
  readonly mapping: Mapping
  readonly dateOrder?: DateOrder | undefined
  /** What the mapping asks for, by field. */
  readonly stated?: Readonly<Record<string, string>> | undefined
  /** True: the operator wants the rows that can be read, without the others. */
  readonly leaveOutBadRows?: boolean | undefined
}

/** `mapping-changed`, `listing-collapsed`: found beside what is known already, not in the file alone. */
export interface ImportProblem extends Omit<FileProblem, 'code'> {
  readonly code: FileProblem['code'] | 'mapping-changed' | 'listing-collapsed'
}

/** `refused`: a problem is blocking. `already-imported`: the same bytes were taken in before. */
export type ImportVerdict = 'importable' | 'refused' | 'already-imported'

/** What the previews of both kinds of files say. */
export interface FilePreview<Mapping extends MappingHead, Reading extends FileReading> {
  readonly connectionId: string
  readonly fileName: string
  /** Of the file's bytes: the same file twice is known by it. */
  readonly sha256: string
  readonly mapping: Mapping
  readonly stated: Readonly<Record<string, string>>
  /** True: the rows that cannot be read are left out, as the operator wants. */
  readonly leavesOutBadRows: boolean
  /** True: the file could be imported without its bad rows, if the operator says so. */
  readonly couldLeaveOutBadRows: boolean
  readonly verdict: ImportVerdict
  readonly earlier: ImportedFile | undefined
  readonly reading: Reading
  /** The reading's and those found beside what is known already. */
  readonly problems: readonly ImportProblem[]
}

/** Puts what a file says beside the files imported before. Pure. */
export function previewOf<Mapping extends MappingHead, Reading extends FileReading>(
  file: FileToImport<Mapping>,
  reading: Reading,
  files: readonly ImportedFile[],
  found: readonly ImportProblem[],
): FilePreview<Mapping, Reading> {
  const hash = sha256(file.bytes)
  const earlier = files.find((each) => each.sha256 === hash)
  const problems = [...reading.problems, ...changedMapping(file.mapping, files), ...found]
  const blocking = problems.filter(({ severity }) => severity === 'blocking')
  const leavesOutBadRows = file.leaveOutBadRows === true
  const bad = new Set(reading.badLines)
  return {
    connectionId: file.connectionId,
    fileName: file.fileName,
    sha256: hash,
    mapping: file.mapping,
    stated: file.stated ?? {},
    leavesOutBadRows,
    couldLeaveOutBadRows:
      !leavesOutBadRows &&
      bad.size > 0 &&
      reading.rowCount > 0 &&
      blocking.every(({ code, line }) => code === 'control-total' || (line !== undefined && bad.has(line))),
    verdict: earlier !== undefined ? 'already-imported' : blocking.length > 0 ? 'refused' : 'importable',
    earlier,
    reading,
    problems,
  }
}

/** A mapping that reads otherwise than one of its name and version did before is another version. */
function changedMapping(mapping: MappingHead, files: readonly ImportedFile[]): ImportProblem[] {
  const before = files.findLast(
    ({ mappedBy }) =>
      mappedBy?.id === mapping.id && mappedBy.version === mapping.version && mappedBy.sha256 !== mapping.sha256,
  )
  if (before === undefined) return []
  const message =
    `The mapping ${mapping.id} version ${String(mapping.version)} is not what it was when ${before.name} was imported ` +
    `on ${before.importedAt.toISOString().slice(0, 10)}. Give the changed mapping the next version.`
  return [{ code: 'mapping-changed', severity: 'blocking', line: undefined, column: undefined, message }]
}

/** @throws {ImportRefused} when the preview has a blocking problem. */
export function requireImportable(preview: FilePreview<MappingHead, FileReading>): void {
  if (preview.verdict !== 'refused') return
  const blocking = preview.problems.filter(({ severity }) => severity === 'blocking')
  const shown = blocking.slice(0, 5).map(({ message }) => `  ${message}`)
  const more = blocking.length > shown.length ? [`  and ${String(blocking.length - shown.length)} more`] : []
  throw new ImportRefused(`${preview.fileName} was not imported, not even in part:\n${[...shown, ...more].join('\n')}`)
}

/**
 * Records that the file is taken in. @returns false when it was before: then nothing else may be written.
 * @throws {ImportRefused} when the mapping was changed without a new version by another import meanwhile.
 */
export async function recordFile(
  tx: Transaction,
  { actor }: AppContext,
  preview: FilePreview<MappingHead, FileReading>,
  about: {
    readonly profile: ImportedFile['profile']
    readonly state: { readonly asOf: PlainDate; readonly isComplete: boolean } | undefined
    readonly now: Date
  },
): Promise<boolean> {
  const { connectionId, mapping, reading, stated, leavesOutBadRows } = preview
  const [changed] = changedMapping(mapping, await listImportedFiles(tx, connectionId))
  if (changed !== undefined) throw new ImportRefused(changed.message)
  return saveImportedFile(tx, {
    ...{ connectionId, sha256: preview.sha256, name: preview.fileName, profile: about.profile },
    mapping: mapping.text,
    mappedBy: { id: mapping.id, version: mapping.version, sha256: mapping.sha256 },
    stated,
    leftOutLines: leavesOutBadRows ? reading.badLines : [],
    state: about.state,
    rowCount: reading.rowCount,
    importedAt: about.now,
    importedBy: actor,
  })
}

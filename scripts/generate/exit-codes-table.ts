import { exitCodes } from '../../src/cli/exit-codes.ts'
import { markdownTable } from './markdown-table.ts'

export function exitCodesTable(): string {
  return markdownTable(
    ['code', 'meaning'],
    Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning]),
  )
}

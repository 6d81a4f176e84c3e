import { environmentSchema } from '../../src/config/env.ts'
import { markdownTable } from './markdown-table.ts'

/** @throws {Error} when a variable says nothing of itself. */
export function environmentTable(): string {
  const rows = Object.entries(environmentSchema.shape).map(([name, schema]) => {
    if (schema.description === undefined) throw new Error(`${name} has no description in src/config/env.ts.`)
    return [`\`${name}\``, schema.description]
  })
  return markdownTable(['variable', 'what it says'], rows)
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase } from 'pg'
import { packageRoot } from '../../src/support/package-root.ts'
import { anomaliesPage } from './anomalies-page.ts'
import { billingConfigJsonSchema } from './billing-config-json-schema.ts'
import { commandsPage } from './commands-page.ts'
import { environmentTable } from './environment-table.ts'
import { exitCodesTable } from './exit-codes-table.ts'
import { fillBlock } from './fill-block.ts'
import type { GeneratedFile } from './generated-file.ts'
import { ledgerDocumentJsonSchema } from './ledger-document-json-schema.ts'
import { scenarioJsonSchema } from './scenario-json-schema.ts'
import { describeSchema } from './schema-sql.ts'
import { varianceClassesTable } from './variance-classes-table.ts'

/**
 * Everything that `npm run generate` writes.
 * @param client Connected to a database with the newest schema and nothing else.
 */
export async function generateFiles(client: ClientBase): Promise<readonly GeneratedFile[]> {
  return [
    { path: 'schema.sql', text: await describeSchema(client) },
    { path: 'docs/schema/billing-config.schema.json', text: billingConfigJsonSchema() },
    { path: 'docs/schema/scenario.schema.json', text: scenarioJsonSchema() },
    { path: 'docs/schema/ledger-document.schema.json', text: ledgerDocumentJsonSchema() },
    { path: 'docs/anomalies.md', text: anomaliesPage() },
    { path: 'docs/commands.md', text: commandsPage() },
    await pageWithBlocks('docs/operating.md', { 'exit-codes': exitCodesTable(), environment: environmentTable() }),
    await pageWithBlocks('docs/guides/month-end.md', { 'variance-classes': varianceClassesTable() }),
  ]
}

/** A page written by hand, with parts between marks that are made from the code. */
async function pageWithBlocks(path: string, blocks: Readonly<Record<string, string>>): Promise<GeneratedFile> {
  const page = await readFile(join(packageRoot, path), 'utf8')
  const text = Object.entries(blocks).reduce((filled, [name, content]) => fillBlock(filled, name, content), page)
  return { path, text }
}

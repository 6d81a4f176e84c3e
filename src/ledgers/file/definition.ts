import type { LedgerDefinition } from '../gateway.ts'
import { fileCapabilities } from './capabilities.ts'
import { createFileGateway } from './gateway.ts'
import { preparePosting } from './serialize.ts'
import { parseSettings, type FileLedgerSettings } from './settings.ts'

export const fileLedger: LedgerDefinition<FileLedgerSettings> = {
  id: 'file',
  label: 'Files',
  settings: { parse: parseSettings },
  secrets: [],
  capabilities: fileCapabilities,
  preparePosting,
  consent: undefined,
  connect: (settings, tools) => createFileGateway(settings, tools),
}

// Imports one file of states and ends: run by a test that kills it in the middle.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { applyStateImport, previewStateImport } from '../../../src/app/import/import-state.ts'
import { openStateMapping } from '../../../src/sources/file/open-mapping.ts'
import { openDatabase } from '../../../src/store/database.ts'
import { systemClock } from '../../../src/support/clock.ts'
import { silentLogger } from '../../../src/support/logger.ts'

const organizationSchema = z.object({ id: z.string(), name: z.string(), timeZone: z.string() })
const [url, organization, path] = z.tuple([z.string(), z.string(), z.string()]).parse(process.argv.slice(2))
const database = await openDatabase({ url, clock: systemClock, logger: silentLogger })
const context = { database, organization: organizationSchema.parse(JSON.parse(organization)), actor: 'bookkeeper' }
const file = {
  ...{ connectionId: 'own', fileName: 'state.csv', bytes: await readFile(path), isComplete: true },
  ...{ mapping: await openStateMapping('state'), stated: { asOf: '2026-03-31', currency: 'USD' } },
}
await applyStateImport(context, await previewStateImport(context, file))
await database.close()

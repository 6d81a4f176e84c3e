import { noProgress } from '../../../src/app/progress.ts'
import { syncSource } from '../../../src/app/sync/sync-source.ts'
import { pax8 } from '../../../src/sources/pax8/definition.ts'
import { createToolsForTests } from '../../../src/sources/source-contract.ts'
import { openDatabase } from '../../../src/store/database.ts'
import { listOrganizations } from '../../../src/store/organizations.ts'
import { systemClock } from '../../../src/support/clock.ts'

/** Syncs the connection `pax8` of the database named from the address named, and tells how it ended. */
const [url = '', baseUrl = ''] = process.argv.slice(2)
const database = await openDatabase({ url, clock: systemClock })
const [organization] = await listOrganizations(database)
if (organization === undefined) throw new Error('There is no organization in this database.')
const credentials = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret' }
const settings = pax8.settings.parse({ baseUrl, ...credentials, pageSize: 20 })
const source = pax8.connect(settings, createToolsForTests(systemClock))
const context = { database, organization, actor: 'child' }
const options = { connectionId: 'pax8', source, progress: noProgress, detailEveryDays: 30 }
console.log('syncing')
const { complete } = await syncSource(context, { ...options, signal: new AbortController().signal })
console.log(`done ${complete ? 'complete' : 'incomplete'}`)
await database.close()

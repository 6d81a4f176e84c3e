import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { formatMonth, type Period } from '../../domain/period.ts'
import { readBillingConfigVersion } from '../../store/billing-configs.ts'
import { listCharges } from '../../store/charges.ts'
import { withOrganization } from '../../store/database.ts'
import { decisionsOfMonth } from '../../store/decisions.ts'
import { closingOf } from '../../store/month-closings.ts'
import { listPostings } from '../../store/postings.ts'
import { readTieOut } from '../../store/read-tie-out.ts'
import { findTieOut } from '../../store/tie-outs.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { InvalidInput } from '../../support/failure.ts'
import { sha256 } from '../../support/hash.ts'
import { zipArchive } from '../../support/zip-archive.ts'
import type { AppContext } from '../context.ts'
import { MonthNotClosed } from './close-failures.ts'
import { closeStatement } from './close-statement.ts'
import {
  chargesTable,
  decisionsTable,
  differencesTable,
  invoiceLinesTable,
  invoicesTable,
  totalsTable,
} from './pack-tables.ts'

export interface ClosePack {
  readonly directory: string
  readonly files: readonly { readonly name: string; readonly sha256: string }[]
}

/**
 * Writes the papers of a closed month into a new directory, whole or not at all: what it was closed on, and the hash of
 * each file. The same closing gives the same files.
 * @throws {MonthNotClosed | InvalidInput}
 */
export async function writeClosePack(context: AppContext, period: Period, target: string): Promise<ClosePack> {
  const directory = resolve(target)
  await requireAbsent(directory)
  const files = await closePackFiles(context, period)
  await mkdir(dirname(directory), { recursive: true })
  const draft = await mkdtemp(join(dirname(directory), `.${basename(directory)}-`))
  try {
    for (const [name, content] of files) await writeFile(join(draft, name), content)
    await rename(draft, directory)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
  const papers = [...files].filter(([name]) => name !== sumsName)
  return { directory, files: papers.map(([name, content]) => ({ name, sha256: sha256(content) })) }
}

/** The same papers as one ZIP archive, byte for byte the same for the same closing. @throws {MonthNotClosed} */
export async function closePackArchive(context: AppContext, period: Period): Promise<Buffer> {
  const files = await closePackFiles(context, period)
  const folder = `close-${formatMonth(period)}`
  return zipArchive([...files].map(([name, content]) => ({ name: `${folder}/${name}`, content: Buffer.from(content) })))
}

const sumsName = 'SHA256SUMS'

/** The papers by name, with the hash of each in a list of its own. */
async function closePackFiles(context: AppContext, period: Period): Promise<ReadonlyMap<string, string | Buffer>> {
  const files = await papersOf(context, period)
  const sums = [...files].map(([name, content]) => `${sha256(content)}  ${name}\n`)
  return new Map([...files, [sumsName, sums.join('')]])
}

async function requireAbsent(directory: string): Promise<void> {
  const present = await stat(directory).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (present !== undefined) {
    throw new InvalidInput(`${directory} is there already. Name a directory that is not there yet: --to DIRECTORY`)
  }
}

async function papersOf(context: AppContext, period: Period): Promise<ReadonlyMap<string, string | Buffer>> {
  const { database, organization } = context
  return withOrganization(database, organization.id, async (tx) => {
    const closing = await closingOf(tx, period)
    if (closing === undefined) throw new MonthNotClosed(period)
    const stored = await findTieOut(tx, period, closing.tieOutSha256)
    const config = await readBillingConfigVersion(tx, closing.configVersion)
    if (stored === undefined || config === undefined) {
      throw new Error(`What ${formatMonth(period)} was closed on is not in the database.`)
    }
    const tieOut = readTieOut(stored)
    const decisions = await decisionsOfMonth(tx, period)
    const postings = await listPostings(tx, { periodStarts: [period.start] })
    const ours = new Set(tieOut.invoices.map(invoiceKey))
    const charges = (await listCharges(tx)).filter((charge) => ours.has(invoiceKey(charge)))
    return new Map<string, string | Buffer>([
      ['closing.json', `${canonicalJson({ ...closing, organization: organization.name })}\n`],
      [
        'statement.pdf',
        await closeStatement({ organization: organization.name, closing, tieOut, decisions, postings }),
      ],
      ['tie-out.json', stored],
      ['totals.csv', totalsTable(tieOut)],
      ['differences.csv', differencesTable(tieOut)],
      ['decisions.csv', decisionsTable(decisions)],
      ['client-invoices.csv', invoicesTable(postings)],
      ['client-invoice-lines.csv', invoiceLinesTable(postings)],
      ['distributor-charges.csv', chargesTable(charges)],
      ['billing-config.yaml', config.source],
    ])
  })
}

function invoiceKey({
  connectionId,
  invoiceId,
}: {
  readonly connectionId: string
  readonly invoiceId: string
}): string {
  return `${connectionId}\n${invoiceId}`
}

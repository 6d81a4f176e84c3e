import { isAbsolute, join, relative } from 'node:path'
import { withOrganization } from '../../store/database.ts'
import { loadKeyRing, type KeyRing, type KeyRingOptions } from '../../store/key-ring.ts'
import { countSecretsByKey } from '../../store/secret-keys.ts'
import { Failure } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import { good, wrong, type HealthFinding } from './finding.ts'

/** The key that opens stored secrets: there, safe, and not where the database is. */
export async function examineKey(
  options: KeyRingOptions,
): Promise<{ readonly keys: KeyRing | undefined; readonly findings: readonly HealthFinding[] }> {
  try {
    const keys = await loadKeyRing(options)
    return { keys, findings: [examinePlace(keys.origin, options.dataDirectory)] }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const subject = options.keyFile ?? join(options.dataDirectory, 'secret.key')
    const nextStep = 'Restore the key from your backup; without it every connection has to be made again.'
    return { keys: undefined, findings: [wrong({ code: 'key.present', subject, message: error.message }, nextStep)] }
  }
}

function examinePlace(origin: string, dataDirectory: string): HealthFinding {
  const inDatabase = relative(join(dataDirectory, 'postgres'), origin)
  const isInside = isAbsolute(origin) && !inDatabase.startsWith('..') && !isAbsolute(inDatabase)
  if (!isInside) return good('key.present', origin, 'holds the key, outside of the database')
  const message = "lies among the database's own files, so a copy of them can be opened"
  const nextStep = 'Move the file elsewhere and name it with SEATLEDGER_KEY_FILE.'
  return wrong({ code: 'key.present', subject: origin, message }, nextStep)
}

/** Whether the key opens what is stored. */
export async function examineSecrets(context: AppContext, keys: KeyRing): Promise<readonly HealthFinding[]> {
  const { database, organization } = context
  const stored = await withOrganization(database, organization.id, (tx) => countSecretsByKey(tx))
  const known = new Set(keys.all.map(({ id }) => id))
  const closed = [...stored].filter(([keyId]) => !known.has(keyId))
  const total = [...stored.values()].reduce((sum, count) => sum + count, 0)
  const code = 'key.opens-secrets'
  if (closed.length === 0) return [good(code, keys.origin, `opens all ${String(total)} stored secrets`)]
  const count = closed.reduce((sum, [, some]) => sum + some, 0)
  const message = `does not open ${String(count)} of ${String(total)} stored secrets, encrypted with ${closed.map(([id]) => id).join(', ')}`
  return [wrong({ code, subject: keys.origin, message }, 'Add that key to the file, or connect again.')]
}

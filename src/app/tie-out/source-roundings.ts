import { z } from 'zod'
import type { SourceRounding } from '../../reconciliation/input.ts'
import { chargeRoundingSchema } from '../../sources/charge-rounding.ts'
import type { Connection } from '../../store/connections.ts'
import type { Transaction } from '../../store/database.ts'
import { listImportedFiles } from '../../store/imported-files.ts'
import type { AdapterRegistry } from '../adapters.ts'

/**
 * How each source rounds its charges, as far as one says: the adapter for its distributor, the mapping that a
 * connection's newest file of charges was read with for its file.
 */
export async function sourceRoundings(
  tx: Transaction,
  adapters: AdapterRegistry,
  connections: readonly Connection[],
): Promise<readonly SourceRounding[]> {
  const found: SourceRounding[] = []
  for (const { id, adapter } of connections) {
    const known = adapters.sources.get(adapter)
    const rounding = known === undefined ? await roundingOfFiles(tx, id) : known.chargeRounding
    if (rounding !== undefined) found.push({ connectionId: id, ...rounding })
  }
  return found
}

/** Of a mapping as it is kept with its files, only this is looked at. */
const keptMapping = z.object({ rounding: chargeRoundingSchema.optional() })

async function roundingOfFiles(
  tx: Transaction,
  connectionId: string,
): Promise<z.output<typeof keptMapping>['rounding']> {
  const files = await listImportedFiles(tx, connectionId)
  const newest = files.findLast(({ profile }) => profile === 'charges')
  return newest === undefined ? undefined : keptMapping.parse(JSON.parse(newest.mapping)).rounding
}

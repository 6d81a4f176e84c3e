import { listConnections } from '../../store/connections.ts'
import type { Transaction } from '../../store/database.ts'
import { lastLedgerReadings } from '../../store/ledger-readings.ts'
import { hasSecret } from '../../store/secrets.ts'
import { accessSecret, tokensSecret } from '../open-connection.ts'

/** A ledger that can be asked, and when its customers, items and settings were last read. */
export interface GrantedLedger {
  readonly connectionId: string
  readonly listsReadAt: Date | undefined
}

/** The ledgers that can be asked: one whose grant was taken back, or never given, has nothing to be asked with. */
export async function listGrantedLedgers(tx: Transaction): Promise<readonly GrantedLedger[]> {
  const readings = await lastLedgerReadings(tx)
  const granted: GrantedLedger[] = []
  for (const { id } of await listConnections(tx, 'ledger')) {
    const isGranted =
      (await hasSecret(tx, { connectionId: id, name: tokensSecret })) ||
      (await hasSecret(tx, { connectionId: id, name: accessSecret }))
    if (isGranted) granted.push({ connectionId: id, listsReadAt: readings.get(id) })
  }
  return granted
}

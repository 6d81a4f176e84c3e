import { withOrganization } from '../../store/database.ts'
import { takeTurn, type WorkTaken, type WorkTurn } from '../../store/postings-in-work.ts'
import type { AppContext } from '../context.ts'

/** What a posting worker needs of the store. Each call is one change, on the disk before it returns. */
export interface PostingStore {
  /** Records what was done and gives more to do. */
  takeTurn(turn: WorkTurn): Promise<WorkTaken>
}

export function postingStore({ database, organization }: AppContext): PostingStore {
  return {
    takeTurn: (turn) => withOrganization(database, organization.id, (tx) => takeTurn(tx, turn)),
  }
}

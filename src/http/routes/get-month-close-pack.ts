import { closePackArchive } from '../../app/close/close-pack.ts'
import { billingMonth } from '../../domain/period.ts'
import { monthParams } from '../contract/review.ts'
import { fileEndpoint } from '../endpoint.ts'

export const getMonthClosePack = fileEndpoint(
  {
    path: '/months/{month}/close-pack',
    summary: 'The papers of a closed month: a statement, tables, and the hash of each, in one archive',
    needs: 'viewer',
    file: 'application/zip',
    params: monthParams,
  },
  async ({ params: { month }, caller: { context } }) => ({
    name: `close-pack-${month}.zip`,
    content: await closePackArchive(context, billingMonth(month)),
  }),
)

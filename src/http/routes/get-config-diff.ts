import { z } from 'zod'
import { requireConfigVersion } from '../../app/config/require-config-version.ts'
import { diffHunks, lineDiff } from '../../support/line-diff.ts'
import {
  configVersionAnswer,
  diffLineAnswer,
  toConfigVersionAnswer,
  toDiffLineAnswer,
  versionsParams,
} from '../contract/config.ts'
import { endpoint } from '../endpoint.ts'

export const getConfigDiff = endpoint(
  {
    method: 'get',
    path: '/config/versions/{before}/diff/{after}',
    summary: 'What differs between two versions of the billing config, line by line with what stands around it',
    needs: 'viewer',
    params: versionsParams,
    answer: z.object({
      before: configVersionAnswer,
      after: configVersionAnswer,
      hunks: z.array(z.array(diffLineAnswer)),
    }),
  },
  async ({ params, caller: { context } }) => {
    const before = await requireConfigVersion(context, params.before)
    const after = await requireConfigVersion(context, params.after)
    return {
      before: toConfigVersionAnswer(before),
      after: toConfigVersionAnswer(after),
      hunks: diffHunks(lineDiff(before.source, after.source)).map((hunk) => hunk.map(toDiffLineAnswer)),
    }
  },
)

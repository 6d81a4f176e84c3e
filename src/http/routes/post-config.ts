import { z } from 'zod'
import { applyConfig } from '../../app/config/apply-config.ts'
import { configVersionAnswer, toConfigVersionAnswer } from '../contract/config.ts'
import { endpoint } from '../endpoint.ts'

export const postConfig = endpoint(
  {
    method: 'post',
    path: '/config',
    summary: 'Stores a new version of the billing config, whole or not at all, unless another was applied meanwhile',
    needs: 'administrator',
    status: 201,
    body: z.strictObject({
      yaml: z.string(),
      effectiveFrom: z.iso.date().optional(),
      /** The newest version when this one was written, 0 where there was none. */
      basedOn: z.int().nonnegative(),
    }),
    answer: z.object({ version: configVersionAnswer, isNew: z.boolean(), warnings: z.array(z.string()) }),
  },
  async ({ body: { yaml, effectiveFrom, basedOn }, caller: { context } }) => {
    const config = { source: yaml, file: 'config', effectiveFrom, basedOn }
    const { version, isNew, unknown } = await applyConfig(context, config)
    return { version: toConfigVersionAnswer(version), isNew, warnings: unknown.map(({ message }) => message) }
  },
)

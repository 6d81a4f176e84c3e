import { z } from 'zod'
import { suggestConfig } from '../../app/config/suggest-config.ts'
import { endpoint } from '../endpoint.ts'

export const getConfigSuggestion = endpoint(
  {
    method: 'get',
    path: '/config/suggestion',
    summary: 'A first billing config proposed from what was synced; nothing is applied by it',
    needs: 'operator',
    answer: z.object({ yaml: z.string() }),
  },
  async ({ caller: { context } }) => ({ yaml: await suggestConfig(context) }),
)

import { requireConfigVersion } from '../../app/config/require-config-version.ts'
import { configTextAnswer, toConfigTextAnswer, versionParams } from '../contract/config.ts'
import { endpoint } from '../endpoint.ts'

export const getConfigVersion = endpoint(
  {
    method: 'get',
    path: '/config/versions/{version}',
    summary: 'One version of the billing config with its text, to the byte as it was applied',
    needs: 'viewer',
    params: versionParams,
    answer: configTextAnswer,
  },
  async ({ params: { version }, caller: { context } }) =>
    toConfigTextAnswer(await requireConfigVersion(context, version)),
)

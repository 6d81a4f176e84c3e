import { z } from 'zod'
import { ConfigReplaced } from '../../app/config/config-failures.ts'
import { requireConfigVersion } from '../../app/config/require-config-version.ts'
import { loadMappingEvidence } from '../../app/mapping/load-mapping-evidence.ts'
import { proposeMapping } from '../../app/mapping/propose-mapping.ts'
import { mappingChoice } from '../contract/mapping.ts'
import { endpoint } from '../endpoint.ts'

export const postMappingProposal = endpoint(
  {
    method: 'post',
    path: '/mappings/proposal',
    summary: "The newest config's text with some mappings made, to be planned and applied; stores nothing",
    needs: 'operator',
    status: 200,
    body: z.strictObject({ basedOn: z.int().positive(), choices: z.array(mappingChoice).min(1).max(2_000) }),
    answer: z.object({ yaml: z.string(), basedOn: z.int() }),
  },
  async ({ body: { basedOn, choices }, caller: { context } }) => {
    const mapping = await loadMappingEvidence(context)
    if (mapping.version !== basedOn) {
      throw new ConfigReplaced(await requireConfigVersion(context, mapping.version), basedOn)
    }
    return { yaml: proposeMapping(mapping, choices), basedOn }
  },
)

import { z } from 'zod'
import { findMappingGaps } from '../../app/mapping/find-mapping-gaps.ts'
import { loadMappingEvidence, type LoadedMapping } from '../../app/mapping/load-mapping-evidence.ts'
import { mappingGapAnswer, mappingTargets, toMappingGapAnswer } from '../contract/mapping.ts'
import { endpoint } from '../endpoint.ts'

export const getMappings = endpoint(
  {
    method: 'get',
    path: '/mappings',
    summary: 'What is held and mapped to nothing, with its monthly cost and what it may be mapped to',
    needs: 'viewer',
    answer: z.object({
      configVersion: z.int(),
      held: z.int(),
      gaps: z.array(mappingGapAnswer),
      targets: mappingTargets,
      ignored: z.array(z.object({ what: z.string(), reason: z.string() })),
    }),
  },
  async ({ caller: { context } }) => {
    const mapping = await loadMappingEvidence(context)
    const { ignoredCompanies, ignoredProducts } = mapping.config
    return {
      configVersion: mapping.version,
      held: mapping.held.length,
      gaps: findMappingGaps(mapping).map(toMappingGapAnswer),
      targets: targetsOf(mapping),
      ignored: [
        ...ignoredCompanies.map(({ companyId, connectionId, reason }) => ({
          what: `company ${companyId} at ${connectionId}`,
          reason,
        })),
        ...ignoredProducts.map(({ match, reason }) => ({
          what: `product ${match.productId} at ${match.connectionId}`,
          reason,
        })),
      ],
    }
  },
)

function targetsOf({ config, ledgers }: LoadedMapping): z.input<typeof mappingTargets> {
  return {
    clients: config.clients.map(({ clientId, name }) => ({ id: clientId, name })),
    items: config.items.map(({ itemId, name }) => ({ id: itemId, name })),
    ledgers: [...ledgers].map(([id, { customers, items }]) => ({
      id,
      customers: customers.filter(({ active }) => active).map(({ customerId, name }) => ({ id: customerId, name })),
      items: items.filter(({ active }) => active).map(({ ledgerItemId, name }) => ({ id: ledgerItemId, name })),
    })),
  }
}

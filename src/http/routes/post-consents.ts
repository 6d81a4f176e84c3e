import { z } from 'zod'
import { beginConsent } from '../../app/connections/consent-on-page.ts'
import { readConnectionName } from '../../app/connections/read-connection-name.ts'
import { storedSettings } from '../../app/stored-settings.ts'
import { newConsent } from '../contract/connections.ts'
import { browserEndpoint } from '../endpoint.ts'

export const postConsents = browserEndpoint(
  {
    method: 'post',
    path: '/connections/consents',
    summary: "Begins to connect a ledger by a person's consent: the vendor's address that the browser goes to",
    needs: 'administrator',
    status: 201,
    body: newConsent,
    answer: z.object({ address: z.string() }),
  },
  async ({ body, tools: { adapters, keys }, caller: { context } }) => {
    const { adapter, name, clientSecret, ...stated } = body
    const connectionId = readConnectionName(name)
    const stored = await storedSettings(context, { connectionId, adapter })
    // The addresses of one environment are not those of the other.
    const isOther = 'environment' in stated && stored['environment'] !== stated.environment
    const settings = { ...(isOther ? {} : stored), ...stated }
    const request = { connectionId, adapter, settings, secrets: { clientSecret } }
    return { address: await beginConsent(context, adapters, keys, request) }
  },
)

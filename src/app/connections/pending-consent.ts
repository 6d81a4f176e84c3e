import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Transaction } from '../../store/database.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import { readSecret, saveSecret } from '../../store/secrets.ts'
import { InvalidInput } from '../../support/failure.ts'
import { consentSecret } from '../open-connection.ts'
import { oauthTokensSchema } from '../stored-tokens.ts'

const texts = z.record(z.string(), z.string())

const schema = z.strictObject({
  state: z.string(),
  adapter: z.string(),
  settings: z.record(z.string(), z.unknown()),
  secrets: texts,
  askedBy: z.string(),
  askedAt: z.string(),
  /** What the grant told, while one of several companies is to be chosen. */
  granted: z
    .strictObject({
      settings: texts,
      tokens: oauthTokensSchema,
      companies: z.array(z.strictObject({ name: z.string(), settings: texts })),
    })
    .nullable(),
})

/** What a person was asked for consent with; kept encrypted, as it holds the app's secret. */
export type PendingConsent = z.output<typeof schema>

/** A vendor's page is signed in to and read in minutes; an older answer is somebody else's, or a reload. */
const patienceMilliseconds = 60 * 60_000

/** Names the connection, because the answer comes back to a page that knows nothing else of the question. */
export function newConsentState(connectionId: string): string {
  return `${connectionId}.${randomBytes(24).toString('base64url')}`
}

export async function savePendingConsent(
  tx: Transaction,
  pending: { readonly connectionId: string; readonly consent: PendingConsent },
  options: { readonly keys: KeyRing; readonly now: Date },
): Promise<void> {
  const { connectionId, consent } = pending
  await saveSecret(tx, { connectionId, name: consentSecret, value: JSON.stringify(consent) }, options)
}

/**
 * The question that an answer belongs to, by the state that came back with it.
 * @throws {InvalidInput} where nothing was asked, another person asked it, or too long ago.
 */
export async function readPendingConsent(
  tx: Transaction,
  { callbackAddress, actor }: { readonly callbackAddress: string; readonly actor: string },
  { keys, now }: { readonly keys: KeyRing; readonly now: Date },
): Promise<{ readonly connectionId: string; readonly consent: PendingConsent }> {
  const state = URL.canParse(callbackAddress) ? new URL(callbackAddress).searchParams.get('state') : null
  const connectionId = state?.split('.')[0] ?? ''
  const text = connectionId === '' ? undefined : await readSecret(tx, { connectionId, name: consentSecret }, keys)
  const consent = text === undefined ? undefined : schema.parse(JSON.parse(text))
  if (state === null || consent?.state !== state) {
    throw new InvalidInput(
      'This is not the answer to a question that SeatLedger waits for. Begin again under Connections, and use the address that the browser is sent to whole.',
    )
  }
  if (consent.askedBy !== actor) {
    throw new InvalidInput(`${consent.askedBy} asked for this consent; whoever begins to connect ends it.`)
  }
  if (now.getTime() - Date.parse(consent.askedAt) > patienceMilliseconds) {
    throw new InvalidInput('This consent was asked for more than an hour ago. Begin again under Connections.')
  }
  return { connectionId, consent }
}

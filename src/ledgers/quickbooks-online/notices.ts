import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { LedgerNotices } from '../gateway.ts'
import { jsonOrUndefined } from '../wire/json-parts.ts'

/** A list of CloudEvents, which may be of several companies; the account is the company's id. */
const cloudEvents = z.array(z.looseObject({ intuitaccountid: z.string() }))

/** What was sent before July 2026. */
const eventNotifications = z.looseObject({ eventNotifications: z.array(z.looseObject({ realmId: z.string() })) })

const company = z.looseObject({ realmId: z.string() })

/**
 * Webhooks of QuickBooks Online: signed with the app's verifier token, told neither in order nor once only. They say that
 * something changed; what did is read from the company itself.
 */
export const quickBooksOnlineNotices: LedgerNotices = {
  secret: 'webhookVerifierToken',
  signatureHeader: 'intuit-signature',
  isSigned: (body, signature, verifierToken) => {
    const expected = createHmac('sha256', verifierToken).update(body).digest()
    const given = Buffer.from(signature, 'base64')
    return given.length === expected.length && timingSafeEqual(given, expected)
  },
  companiesIn: (body) => {
    const content = jsonOrUndefined(new TextDecoder().decode(body))
    const events = cloudEvents.safeParse(content)
    if (events.success) return [...new Set(events.data.map(({ intuitaccountid }) => intuitaccountid))]
    const before = eventNotifications.safeParse(content)
    return before.success ? [...new Set(before.data.eventNotifications.map(({ realmId }) => realmId))] : []
  },
  companyOf: (settings) => company.safeParse(settings).data?.realmId,
}

import type { Clock } from '../../support/clock.ts'
import type { SourceCheck } from '../source.ts'
import type { Pax8Answer, Pax8Client } from './client.ts'
import { unreadable } from './errors.ts'
import { FieldReader } from './field-reader.ts'
import type { Pax8Settings } from './settings.ts'
import { listingWire } from './wire.ts'

const probed = ['companies', 'subscriptions', 'invoices'] as const

/**
 * Proves the credential, and the rights to the three things without which nothing can be billed, by reading one row of
 * each. Writes nothing.
 * @throws {SourceFailure} naming what was refused.
 */
export async function checkConnection(
  client: Pax8Client,
  { settings, clock, signal }: { readonly settings: Pax8Settings; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<SourceCheck> {
  const counts: string[] = []
  let partnerName: string | undefined
  let clockSkewSeconds: number | undefined
  for (const thing of probed) {
    const answer = await client.get(`/${thing}`, { page: '0', size: '1' }, signal)
    const { total, firstRow } = readProbe(answer)
    counts.push(`${total} ${thing}`)
    clockSkewSeconds = skewSeconds(answer, clock) ?? clockSkewSeconds
    if (thing === 'invoices')
      partnerName = new FieldReader(firstRow, { noun: 'Invoice', id: undefined }, []).text('partnerName')
  }
  const { baseUrl, clientId } = settings
  return {
    account: `client id ${clientId.slice(0, 8)}… at ${new URL(baseUrl).host}`,
    clockSkewSeconds,
    notes: [
      `Pax8 lets this credential see ${counts.join(', ')}.`,
      ...(partnerName === undefined ? [] : [`One of these invoices is for the partner "${partnerName}".`]),
    ],
  }
}

function readProbe(answer: Pax8Answer): { readonly total: number; readonly firstRow: Record<string, unknown> } {
  const parsed = listingWire.safeParse(answer.value)
  if (!parsed.success) {
    throw unreadable('JSON that is no page of a listing', answer.asked, answer.text.slice(0, 2000))
  }
  const first = parsed.data.content?.[0]
  return { total: parsed.data.page.totalElements, firstRow: isRecord(first) ? first : {} }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** How far our clock is ahead. The header has whole seconds, and the answer took its time, so a second or two is nothing. */
function skewSeconds({ date }: Pax8Answer, clock: Clock): number | undefined {
  const theirs = date === undefined ? Number.NaN : Date.parse(date)
  return Number.isNaN(theirs) ? undefined : Math.round((clock.now().getTime() - theirs) / 1000)
}

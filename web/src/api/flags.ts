import { z } from 'zod'
import { request } from './request.ts'
import type { Anomaly } from './review.ts'

/** Lets a flag stand, this once. */
export async function acceptFlag(month: string, { id, clientId }: Anomaly, reason: string): Promise<void> {
  const body = { clientId: clientId ?? null, flag: id, reason }
  await request(`/months/${month}/flags/acceptances`, z.object({ id: z.string() }), { method: 'POST', body })
}

export async function takeBackAcceptance(month: string, { acceptance }: Anomaly, reason: string): Promise<void> {
  const id = acceptance?.id ?? ''
  await request(`/months/${month}/flags/acceptances/${id}`, z.undefined(), { method: 'DELETE', body: { reason } })
}

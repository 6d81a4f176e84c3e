import type { InvoiceLine } from '../../domain/invoice.ts'

/** True for a line that bills no units: an amount taken off a billing line, or what lifts it to its minimum. */
export function isAdjustment({ reasons }: Pick<InvoiceLine, 'reasons'>): boolean {
  const policy = reasons.price?.policy
  return policy === 'discount' || policy === 'minimum-charge'
}

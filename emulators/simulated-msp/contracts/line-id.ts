import type { ClientContract } from './types.ts'

/** An id that says whose line it is and for what; a second line for the same item is numbered. */
export function newLineId(contract: ClientContract, itemId: string): string {
  const base = `${contract.clientId}-${itemId}`
  const taken = (id: string): boolean => contract.lines.some(({ lineId }) => lineId === id)
  let lineId = base
  for (let count = 2; taken(lineId); count += 1) lineId = `${base}-${count}`
  return lineId
}

/** What this browser remembers for its operator: taste and place, never anything of the books. */
export function recall(name: string): string | undefined {
  try {
    return window.localStorage.getItem(`seatledger.${name}`) ?? undefined
  } catch {
    // A browser may forbid it; the page then begins afresh each time.
    return undefined
  }
}

export function remember(name: string, value: string): void {
  try {
    window.localStorage.setItem(`seatledger.${name}`, value)
  } catch {
    // As above: what cannot be remembered is chosen again.
  }
}

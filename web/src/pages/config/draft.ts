/** A config that is being written, and the version that it was made from. */
export interface Draft {
  readonly text: string
  readonly basedOn: number
}

let kept: Draft | undefined

/** What was typed stays while the operator looks at other screens; leaving the page itself is asked about. */
export function keepDraft(draft: Draft): void {
  if (kept === undefined) window.addEventListener('beforeunload', ask)
  kept = draft
}

export function keptDraft(): Draft | undefined {
  return kept
}

export function forgetDraft(): void {
  kept = undefined
  window.removeEventListener('beforeunload', ask)
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

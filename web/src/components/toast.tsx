import { useSyncExternalStore } from 'react'

interface Toast {
  readonly id: number
  readonly text: string
  readonly kind: 'done' | 'failed'
}

let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()
const shownMilliseconds = 8_000

function set(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Tells what was done, for a while. What failed stays until it is closed. */
export function tell(text: string, kind: Toast['kind'] = 'done'): void {
  lastId += 1
  const id = lastId
  set([...toasts, { id, text, kind }])
  if (kind === 'done') window.setTimeout(forget, shownMilliseconds, id)
}

function forget(id: number): void {
  set(toasts.filter((toast) => toast.id !== id))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where the toasts are shown; read out by a screen reader as they come. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map(({ id, text, kind }) => (
        <div key={id} className={`toast ${kind}`}>
          <span>{text}</span>
          <button
            type="button"
            className="quiet"
            aria-label={`Close: ${text}`}
            onClick={() => {
              forget(id)
            }}
          >
            ✕
          </button>
        </div>
      ))}
    </div>
  )
}

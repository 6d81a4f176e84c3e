import { useEffect, useState, useSyncExternalStore } from 'react'

/** A key of a screen, and what it does in words for `?`. */
export interface KeyAction {
  /** One key as the browser names it, or two after another: `n`, `g r`. */
  readonly keys: string
  readonly does: string
  readonly run: () => void
}

/** How long after the first key of two the second counts. */
const secondKeyMilliseconds = 1_200

interface Registered {
  current: readonly KeyAction[]
}
/** Those of the newest part of the page last: they win where two want the same key. */
let registered: readonly Registered[] = []
const listeners = new Set<() => void>()
let first: { readonly key: string; readonly until: number } | undefined

function set(next: readonly Registered[]): void {
  registered = next
  for (const listener of listeners) listener()
}

/** Gives keys to a part of the page while it is shown. They rest while the operator types or a dialog is open. */
export function useKeys(actions: readonly KeyAction[]): void {
  const [mine] = useState((): Registered => ({ current: [] }))
  useEffect(() => {
    set([...registered, mine])
    return () => {
      set(registered.filter((one) => one !== mine))
    }
  }, [mine])
  useEffect(() => {
    mine.current = actions
  })
}

/** All keys of the screen as it is now. */
export function useAllKeys(): readonly KeyAction[] {
  const all = useSyncExternalStore(subscribe, () => registered)
  const byKeys = new Map(all.flatMap(({ current }) => current).map((action) => [action.keys, action]))
  return [...byKeys.values()]
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Listens to the keyboard for the whole page. Called once. */
export function listenToKeys(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const { target } = event
    if (target instanceof HTMLElement && target.closest('input, textarea, select, dialog') !== null) return
    if (document.querySelector('dialog[open]') !== null) return
    const action = actionFor(event.key, event.timeStamp)
    if (action === undefined) return
    event.preventDefault()
    action.run()
  }
  window.addEventListener('keydown', onKey)
  return () => {
    window.removeEventListener('keydown', onKey)
  }
}

function actionFor(key: string, now: number): KeyAction | undefined {
  const keys = first === undefined || now > first.until ? key : `${first.key} ${key}`
  first = undefined
  const actions = registered.flatMap(({ current }) => current)
  const action = actions.findLast((one) => one.keys === keys)
  if (action === undefined && actions.some((one) => one.keys.startsWith(`${key} `))) {
    first = { key, until: now + secondKeyMilliseconds }
  }
  return action
}

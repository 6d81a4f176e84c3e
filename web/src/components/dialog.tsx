import { useEffect, useRef } from 'react'

interface Props {
  readonly title: string
  readonly close: () => void
  readonly children: React.ReactNode
  /** Buttons at its foot. */
  readonly actions?: React.ReactNode
  /** A drawer stands at the right edge and is as high as the window. */
  readonly kind?: 'dialog' | 'drawer' | 'wide'
}

/** What is asked or shown before going on. Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, close, children, actions, kind = 'dialog' }: Props) {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    element.current?.showModal()
  }, [])
  return (
    <dialog ref={element} className={kind} aria-label={title} onClose={close}>
      <header className="dialog-head">
        <h2>{title}</h2>
        <button type="button" className="quiet" onClick={() => element.current?.close()}>
          Close <kbd aria-hidden="true">Esc</kbd>
        </button>
      </header>
      {children}
      {actions === undefined ? null : <footer className="dialog-actions">{actions}</footer>}
    </dialog>
  )
}

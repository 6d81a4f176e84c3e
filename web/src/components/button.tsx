interface Props {
  readonly children: React.ReactNode
  readonly run: () => void
  /** The one that the screen is there for, or one that takes something away. */
  readonly kind?: 'primary' | 'danger' | 'quiet'
  readonly busy?: boolean
  readonly disabled?: boolean
  /** The key that does the same, shown on the button. */
  readonly hint?: string
  readonly label?: string
}

/** A button that says what it does, and while it does it. */
export function Button({ children, run, kind, busy = false, disabled = false, hint, label }: Props) {
  return (
    <button
      type="button"
      className={kind}
      aria-label={label}
      aria-busy={busy}
      disabled={busy || disabled}
      onClick={run}
    >
      {children}
      {hint === undefined ? null : (
        <>
          {' '}
          <kbd aria-hidden="true">{hint}</kbd>
        </>
      )}
    </button>
  )
}

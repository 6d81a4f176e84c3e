import { useEffect } from 'react'

/** The head of a screen: its title, which is the window's too, a line about it, and what can be done on it. */
export function PageHead({
  title,
  children,
  actions,
}: {
  title: string
  children?: React.ReactNode
  actions?: React.ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · SeatLedger`
  }, [title])
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {children === undefined ? null : <p className="hint">{children}</p>}
      </div>
      {actions === undefined ? null : <div className="actions">{actions}</div>}
    </header>
  )
}

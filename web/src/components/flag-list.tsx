import type { Anomaly } from '../api/review.ts'

/** What a run flags: how bad it is, the sentence with its numbers, and what to do. */
export function FlagList({
  flags,
  actions,
}: {
  flags: readonly Anomaly[]
  /** What can be done about one, where something can. */
  actions?: (flag: Anomaly) => React.ReactNode
}) {
  return (
    <ul className="flags">
      {flags.map((flag) => (
        <li key={flag.id} className={flag.acceptance === undefined ? flag.severity : 'accepted'}>
          <strong>{flag.acceptance === undefined ? flag.severity : 'accepted'}</strong> {flag.message}{' '}
          <span className="hint">{flag.nextStep}</span> {actions?.(flag)}
        </li>
      ))}
    </ul>
  )
}

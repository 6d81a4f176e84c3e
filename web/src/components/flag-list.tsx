import type { Anomaly } from '../api/review.ts'

/** What a run flags: how bad it is, the sentence with its numbers, and what to do. */
export function FlagList({ flags }: { flags: readonly Anomaly[] }) {
  return (
    <ul className="flags">
      {flags.map(({ code, severity, subject, message, nextStep }) => (
        <li key={`${code} ${subject.id} ${message}`} className={severity}>
          <strong>{severity}</strong> {message} <span className="hint">{nextStep}</span>
        </li>
      ))}
    </ul>
  )
}

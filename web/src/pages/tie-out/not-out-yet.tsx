import type { TieOut } from '../../api/tie-out.ts'
import { Mark } from '../../components/mark.tsx'

/** For each source whose invoice is not there: when it is expected, and that nothing of it was checked. */
export function NotOutYet({ tieOut: { arrivals, invoices, gaps } }: { tieOut: TieOut }) {
  const missing = arrivals.filter(({ state }) => state !== 'there')
  if (missing.length === 0) {
    return invoices.length > 0 || gaps.length > 0 ? null : (
      <p className="notice">
        <Mark tone="look">No distributor invoice of this month was read. 0 lines checked.</Mark>
      </p>
    )
  }
  return (
    <ul className="notice">
      {missing.map(({ connectionId, state, words }) => (
        <li key={connectionId}>
          <Mark tone={state === 'overdue' ? 'blocks' : 'busy'}>{words}</Mark>
        </li>
      ))}
    </ul>
  )
}

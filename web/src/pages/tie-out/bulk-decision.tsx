import type { TieOut } from '../../api/tie-out.ts'
import { Button } from '../../components/button.tsx'
import { formatAmountText } from '../../components/format-amount.ts'
import type { ToDecide } from './decide-dialog.tsx'
import { decisionWords } from './decision-words.ts'
import type { TieOutSearch } from './tie-out-search.ts'

/** Offers one decision on all undecided differences of the chosen class, with their count and money. */
export function BulkDecision({
  tieOut,
  search,
  ask,
}: {
  tieOut: TieOut
  search: TieOutSearch
  ask: (asked: ToDecide) => void
}) {
  const { class: name, client } = search
  // A client narrows the class to what its row does not count by class, so one is decided on by itself there.
  if (name === undefined || client !== undefined || (search.state ?? 'undecided') !== 'undecided') return null
  const own = tieOut.currencies.flatMap(({ currency, classes }) =>
    classes.filter((each) => each.class === name && each.undecided > 0).map((each) => ({ ...each, currency })),
  )
  const [first] = own
  const findings = own.reduce((sum, { undecided }) => sum + undecided, 0)
  if (first === undefined || findings < 2) return null
  const cost = own.map(({ undecidedCost: amount, currency }) => ({ amount, currency }))
  const words = `${String(findings)}, ${cost.map(({ amount, currency }) => `${formatAmountText(amount)} ${currency}`).join(', ')}`
  return (
    <div className="bulk notice" role="group" aria-label={`All undecided of ${first.label}`}>
      <p>
        <strong>{first.label}.</strong> {first.meaning} <span className="hint">{first.nextStep}</span>
      </p>
      <div className="actions">
        {decisionWords.map(({ kind, button }) => (
          <Button
            key={kind}
            run={() => {
              ask({ kind, allOf: { class: name, label: first.label, findings, cost } })
            }}
          >
            {button}: all {words}
          </Button>
        ))}
      </div>
    </div>
  )
}

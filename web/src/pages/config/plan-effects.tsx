import type { ClientEffect, ConfigPlan } from '../../api/config.ts'
import { formatAmountText } from '../../components/format-amount.ts'
import { formatMonthName } from '../../components/format-time.ts'
import { Money } from '../../components/money.tsx'
import type { Column } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'
import { totalsOf } from '../../money/decimal-text.ts'
import { DiffView } from './diff-view.tsx'

const columns: readonly Column<ClientEffect>[] = [
  { id: 'client', head: 'Client', text: ({ clientName }) => clientName },
  { id: 'now', head: 'Now', isFigure: true, isSecondary: true, ...figure(({ totalNow }) => totalNow) },
  { id: 'then', head: 'Then', isFigure: true, ...figure(({ totalThen }) => totalThen) },
  {
    id: 'change',
    head: 'Change',
    isFigure: true,
    text: ({ change }) => change,
    cell: ({ change }) => signed(change),
  },
  { id: 'currency', head: '', text: ({ currency }) => currency },
  { id: 'becomes', head: 'Becomes', text: whatBecomes },
]

/** The effect of a changed config in money, client by client, before anything is stored. */
export function PlanEffects({ plan }: { plan: ConfigPlan }) {
  const { month, effects, warnings, hunks } = plan
  const totals = totalsOf(effects.map(({ change, currency }) => ({ amount: change, currency })))
  return (
    <section aria-label="Effect in money">
      <h2>Effect on {formatMonthName(month)}</h2>
      {warnings.map((warning) => (
        <p key={warning} className="tone-look">
          ▲ {warning} Until then its clients are blocked.
        </p>
      ))}
      {effects.length === 0 ? (
        <p>No invoice of {formatMonthName(month)} changes.</p>
      ) : (
        <>
          <p>
            {effects.length === 1 ? '1 client changes' : `${String(effects.length)} clients change`}:{' '}
            {totals.map(({ amount, currency }) => (
              <strong key={currency}>
                {signed(amount)} {currency}{' '}
              </strong>
            ))}
            in all.
          </p>
          <DataTable
            label={`Effect of the config on ${month}`}
            rows={effects}
            columns={columns}
            keyOf={({ clientId }) => clientId}
            order={{ by: 'client', descending: false }}
          />
        </>
      )}
      <details>
        <summary>What changes in the text</summary>
        <DiffView hunks={hunks} label="Against the newest version" />
      </details>
    </section>
  )
}

function figure(pick: (effect: ClientEffect) => string | undefined): Pick<Column<ClientEffect>, 'text' | 'cell'> {
  return {
    text: (effect) => pick(effect) ?? '',
    cell: (effect) => <Money amount={pick(effect)} currency={undefined} />,
  }
}

function signed(change: string): string {
  return change.startsWith('-') ? formatAmountText(change) : `+${formatAmountText(change)}`
}

function whatBecomes({ totalThen, blockedNow, blockedThen, blockedBy }: ClientEffect): string {
  if (totalThen === undefined) return 'not in the config any more'
  if (blockedThen) return `blocked: ${blockedBy.join(', ')}`
  return blockedNow ? 'no longer blocked' : ''
}

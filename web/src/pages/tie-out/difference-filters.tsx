import type { TieOut } from '../../api/tie-out.ts'
import { formatAmountText } from '../../components/format-amount.ts'
import { totalsOf } from '../../money/decimal-text.ts'
import { nameOf } from './clients-table.tsx'
import type { TieOutSearch } from './tie-out-search.ts'

interface Props {
  readonly tieOut: TieOut
  readonly search: TieOutSearch
  readonly show: (change: TieOutSearch) => void
}

/** By state, by class with count and money, by client. */
export function DifferenceFilters({ tieOut, search, show }: Props) {
  const { states } = tieOut
  const byState = [
    ['undecided', 'Undecided', states.open + states.changed],
    ['decided', 'Decided', states.decided],
    ['later', 'A later month', states.later],
    ['all', 'All', Object.values(states).reduce((sum, count) => sum + count, 0)],
  ] as const
  return (
    <>
      <div className="actions" role="group" aria-label="State">
        {byState.map(([state, label, count]) => (
          <Chip
            key={state}
            isOn={(search.state ?? 'undecided') === state}
            run={() => {
              show({ state: state === 'undecided' ? undefined : state, difference: undefined })
            }}
          >
            {label} {count}
          </Chip>
        ))}
        <ClientChoice tieOut={tieOut} search={search} show={show} />
      </div>
      <div className="actions" role="group" aria-label="Class">
        {classesOf(tieOut, (search.state ?? 'undecided') === 'undecided').map(
          ({ name, label, count, amounts, title }) => (
            <Chip
              key={name}
              title={title}
              isOn={search.class === name}
              run={() => {
                show({ class: search.class === name ? undefined : name, difference: undefined })
              }}
            >
              {label} {count} · <span className="figure">{amounts}</span>
            </Chip>
          ),
        )}
      </div>
    </>
  )
}

function ClientChoice({ tieOut, search, show }: Props) {
  const clients = new Map(tieOut.clients.map((client) => [client.clientId ?? '', nameOf(client)]))
  return (
    <select
      aria-label="Client"
      value={search.client ?? 'all'}
      onChange={(event) => {
        const { value } = event.target
        show({ client: value === 'all' ? undefined : value, difference: undefined })
      }}
    >
      <option value="all">All clients</option>
      {[...clients].map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}

function Chip({
  isOn,
  run,
  title,
  children,
}: {
  isOn: boolean
  run: () => void
  title?: string
  children: React.ReactNode
}) {
  return (
    <button type="button" className="chip" aria-pressed={isOn} title={title} onClick={run}>
      {children}
    </button>
  )
}

/** The classes over all currencies, each amount in its own; only what is undecided, where that is looked at. */
function classesOf({ currencies }: TieOut, areUndecided: boolean) {
  const rows = currencies.flatMap(({ currency, classes }) => classes.map((each) => ({ ...each, currency })))
  const names = [...new Set(rows.map((row) => row.class))]
  return names.flatMap((name) => {
    const own = rows.filter((row) => row.class === name)
    const count = own.reduce((sum, row) => sum + (areUndecided ? row.undecided : row.findings), 0)
    const [first] = own
    if (first === undefined || count === 0) return []
    const costs = own.map(({ cost, undecidedCost, currency }) => ({
      amount: areUndecided ? undecidedCost : cost,
      currency,
    }))
    const amounts = totalsOf(costs).map(({ amount, currency }) => `${formatAmountText(amount)} ${currency}`)
    return [
      { name, label: first.label, count, amounts: amounts.join(', '), title: `${first.meaning} ${first.nextStep}` },
    ]
  })
}

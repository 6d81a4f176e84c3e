import { useQuery } from '@tanstack/react-query'
import { getRunDiff, type ClientDiff, type Run, type RunDiff } from '../../api/runs.ts'
import { formatAmountText } from '../../components/format-amount.ts'
import { Money } from '../../components/money.tsx'
import { Empty, Failed, Loading } from '../../components/states.tsx'
import { isZeroDecimal } from '../../money/decimal-text.ts'

/** What a run bills otherwise than an earlier one: per client and line, in money, and by which kind of input. */
export function RunDiffView({
  runs,
  before,
  after,
  choose,
}: {
  runs: readonly Run[]
  before: number | undefined
  after: number
  choose: (before: number) => void
}) {
  const others = runs.filter(({ number, state }) => number !== after && state === 'ready')
  return (
    <section aria-label={`Run ${String(after)} compared`}>
      <h2>
        Run {after} compared with{' '}
        <select
          aria-label="Compared with"
          value={before ?? ''}
          onChange={({ target }) => {
            choose(Number(target.value))
          }}
        >
          {before === undefined ? <option value="">choose a run</option> : null}
          {others.map(({ number, month }) => (
            <option key={number} value={number}>
              run {number} of {month}
            </option>
          ))}
        </select>
      </h2>
      {before === undefined ? (
        <Empty>There is no earlier run of this month. Choose one to compare with.</Empty>
      ) : (
        <Compared before={before} after={after} />
      )}
    </section>
  )
}

export function Compared({ before, after }: { before: number; after: number }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['diff', before, after],
    queryFn: () => getRunDiff(before, after),
    // Runs never change.
    staleTime: Infinity,
  })
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what="what differs" />
  if (data.clients.length === 0) return <Empty>Both runs bill the same, to the cent, and flag the same.</Empty>
  return (
    <>
      <p className="hint">{whatDiffers(data)}</p>
      {data.clients.map((client) => (
        <ClientDifference key={client.clientId} client={client} />
      ))}
    </>
  )
}

function whatDiffers({ differs }: RunDiff): string {
  const inputs = [
    differs.month ? ['the month'] : [],
    differs.evidence ? ['what is known'] : [],
    differs.config ? ['the config'] : [],
    differs.engine ? ['the engine'] : [],
  ].flat()
  return inputs.length === 0 ? 'Both were worked from the same.' : `Between them changed: ${inputs.join(', ')}.`
}

function ClientDifference({ client }: { client: ClientDiff }) {
  const { clientName, currency, before, after, change, byCause, lines } = client
  return (
    <details className="difference">
      <summary>
        <strong>{clientName}</strong> <Money amount={before?.total} currency={undefined} /> →{' '}
        <Money amount={after?.total} currency={currency} /> <span className="figure">({signed(change)})</span>
        {byCause === undefined ? null : <span className="hint"> {causeWords(byCause)}</span>}
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col" className="right">
              Before
            </th>
            <th scope="col" className="right">
              After
            </th>
            <th scope="col" className="right">
              Change
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.lineKey}>
              <th scope="row">{line.description}</th>
              <td className="right">
                <Money amount={line.before?.amount} currency={undefined} />
              </td>
              <td className="right">
                <Money amount={line.after?.amount} currency={undefined} />
              </td>
              <td className="right figure">{signed(line.change)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="flags">
        {client.anomaliesNew.map((flag) => (
          <li key={`new ${flag.message}`}>
            <strong>new</strong> {flag.message}
          </li>
        ))}
        {client.anomaliesGone.map((flag) => (
          <li key={`gone ${flag.message}`}>
            <strong>gone</strong> <del>{flag.message}</del>
          </li>
        ))}
      </ul>
    </details>
  )
}

function signed(amount: string): string {
  return amount.startsWith('-') ? formatAmountText(amount) : `+${formatAmountText(amount)}`
}

function causeWords({ evidence, config, engine }: NonNullable<ClientDiff['byCause']>): string {
  const parts = [
    ['what is known', evidence],
    ['config', config],
    ['engine', engine],
  ] as const
  return parts.flatMap(([what, amount]) => (isZeroDecimal(amount) ? [] : [`${what} ${signed(amount)}`])).join(', ')
}

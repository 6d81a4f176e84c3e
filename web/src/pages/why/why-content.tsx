import { useQuery } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useState, type ComponentType } from 'react'
import { getWhy, type LineName, type Why } from '../../api/why.ts'
import { Failed, Loading } from '../../components/states.tsx'
import './why.css'
import { BasesTable } from './bases-table.tsx'
import { EvidenceTable } from './evidence-table.tsx'
import { LineMonths } from './line-months.tsx'
import { PriceRules } from './price-rules.tsx'
import { SeatCourse } from './seat-course.tsx'

type Heading = ComponentType<{ month: string; clientId: string; clientName: string }>

/** Sentence, arithmetic, seats day by day, what each basis would bill, price rules, earlier months, evidence. */
export function WhyContent({ line, heading: Before }: { line: LineName; heading?: Heading }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['why', line.runNumber, line.clientId, line.lineKey],
    queryFn: () => getWhy(line),
  })
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what="the working" />
  const { madeBy, clientId, clientName, currency } = data
  return (
    <>
      {Before === undefined ? null : <Before month={madeBy.month} clientId={clientId} clientName={clientName} />}
      <h2>{data.line.description}</h2>
      <p className="sentence">{data.explanation.sentence}</p>
      <LinkAndPrint line={line} />
      <Arithmetic rows={data.explanation.rows} currency={currency} />
      {data.courses.map((course) => (
        <SeatCourse key={`${course.connectionId} ${course.subscriptionId}`} course={course} />
      ))}
      <BasesTable bases={data.bases} basis={data.basis} rule={data.basisRule} currency={currency} />
      {data.price === undefined ? null : <PriceRules price={data.price} currency={currency} />}
      <LineMonths months={data.months} />
      <EvidenceTable evidence={data.evidence} />
      <MadeBy madeBy={madeBy} />
    </>
  )
}

function Arithmetic({ rows, currency }: { rows: Why['explanation']['rows']; currency: string }) {
  return (
    <section aria-label="Arithmetic">
      <h3>Arithmetic, in {currency}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Working</th>
            <th scope="col" className="right">
              Result
            </th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.what} ${row.working}`}>
              <th scope="row">{row.what}</th>
              <td>{row.working}</td>
              <td className="right figure">{row.result}</td>
              <td>{row.source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function LinkAndPrint({ line }: { line: LineName }) {
  const [copied, setCopied] = useState(false)
  const search = { run: line.runNumber, client: line.clientId, line: line.lineKey }
  const { href } = useRouter().buildLocation({ to: '/why', search })
  const copy = async () => {
    await navigator.clipboard.writeText(`${window.location.origin}${href}`)
    setCopied(true)
  }
  return (
    <p className="actions">
      <Link to="/why" search={search}>
        Open as a page
      </Link>{' '}
      {window.isSecureContext ? (
        <button type="button" onClick={() => void copy()}>
          Copy link
        </button>
      ) : null}{' '}
      <button
        type="button"
        onClick={() => {
          window.print()
        }}
      >
        Print
      </button>{' '}
      <span role="status">{copied ? 'The link is on the clipboard.' : ''}</span>
    </p>
  )
}

/** What another computer needs to get the same bytes. */
function MadeBy({ madeBy }: { madeBy: Why['madeBy'] }) {
  const { run, month, configVersion, engineVersion, asOf, evidenceUntil, invoiceSha256 } = madeBy
  return (
    <section aria-label="How it was made">
      <h3>How it was made</h3>
      <p>
        Run {run} of {month}, as of {asOf}, from what was recorded by{' '}
        <time dateTime={evidenceUntil}>{evidenceUntil}</time>, by config version {configVersion} and engine{' '}
        {engineVersion}. <code>seatledger replay {run}</code> works it again to the same bytes.
        {invoiceSha256 === undefined ? null : (
          <>
            {' '}
            Invoice <code className="hash">{invoiceSha256}</code>
          </>
        )}
      </p>
    </section>
  )
}

import type { Change, Course } from '../../api/why.ts'
import { SeatChart } from './seat-chart.tsx'

/** A subscription's seats as a chart, and the same as two tables: what was held, and what changed on which day. */
export function SeatCourse({ course }: { course: Course }) {
  const { productName, subscriptionId, connectionId, steps, events, billed } = course
  return (
    <section aria-label={`Seats of ${productName}`}>
      <h3>Seats of {productName}</h3>
      <p className="hint">
        Subscription {subscriptionId} at {connectionId}
      </p>
      {steps.length === 0 ? (
        <p className="absent">Nothing is known of it on these days.</p>
      ) : (
        <>
          <SeatChart course={course} />
          <table>
            <thead>
              <tr>
                <th scope="col">From</th>
                <th scope="col">Up to</th>
                <th scope="col" className="right">
                  Seats
                </th>
                <th scope="col">Billed by this line</th>
              </tr>
            </thead>
            <tbody>
              {steps.map(({ days, quantity }) => (
                <tr key={days.start}>
                  <th scope="row">{days.start}</th>
                  <td>{days.end}</td>
                  <td className="right figure">{quantity === 'unknown' ? 'not known' : quantity}</td>
                  <td>{billedWithin(days, billed)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {events.length === 0 ? (
        <p className="hint">Nothing changed on these days.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">What changed</th>
              <th scope="col">By</th>
              <th scope="col">Known since</th>
            </tr>
          </thead>
          <tbody>
            {events.map(({ day, changes, window, evidence }) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                <td>
                  {changes.map(changeWords).join('; ')}
                  {window === undefined ? null : (
                    <span className="hint">
                      {' '}
                      on some day from {window.notBefore} to {window.notAfter}
                    </span>
                  )}
                </td>
                <td>{evidence.map(({ kind }) => kind).join(', ')}</td>
                <td className="figure">{evidence[0]?.recordedAt.slice(0, 10)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

export function changeWords({ field, before, after }: Change): string {
  return before === undefined ? `${field} ${after}` : `${field} ${before} → ${after}`
}

function billedWithin(days: Course['days'], billed: Course['billed']): string {
  const inside = billed.filter((each) => each.days.start < days.end && each.days.end > days.start)
  return inside.map((each) => `${each.quantity} from ${each.days.start} up to ${each.days.end}`).join('; ')
}

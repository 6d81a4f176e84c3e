import { formatMonthName, shiftMonth } from '../components/format-time.ts'
import { useMonth } from './use-month.ts'
import { useKeys } from './use-keys.ts'

/** The month in the bar: those with a run to choose from, and a step to either side. */
export function MonthChoice() {
  const { month, months, choose } = useMonth()
  const step = (by: number) => {
    if (month !== undefined) choose(shiftMonth(month, by))
  }
  useKeys([
    {
      keys: '{',
      does: 'the month before',
      run: () => {
        step(-1)
      },
    },
    {
      keys: '}',
      does: 'the month after',
      run: () => {
        step(1)
      },
    },
  ])
  if (month === undefined) return null
  return (
    <span className="month-choice">
      <button
        type="button"
        className="quiet"
        aria-label="The month before"
        onClick={() => {
          step(-1)
        }}
      >
        ‹
      </button>
      <select
        aria-label="Month"
        value={month}
        onChange={(event) => {
          choose(event.target.value)
        }}
      >
        {months.map((one) => (
          <option key={one} value={one}>
            {formatMonthName(one)}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="quiet"
        aria-label="The month after"
        onClick={() => {
          step(1)
        }}
      >
        ›
      </button>
    </span>
  )
}

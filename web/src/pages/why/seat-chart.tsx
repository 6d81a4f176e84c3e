import { useEffect, useRef, useState } from 'react'
import type { Course, Days } from '../../api/why.ts'
import { dayNumber, monthStarts } from './chart-days.ts'

const height = 150
const margin = { left: 40, right: 12, top: 14, bottom: 22 }

/**
 * Seats as a step line over days, the days that the line bills shaded, a mark on each day on which something changed.
 * The tables below it say the same, so it is hidden from screen readers.
 */
export function SeatChart({ course }: { course: Course }) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  return (
    <div ref={frame} className="seat-chart" aria-hidden="true">
      {width === 0 ? null : <Drawing course={course} width={width} />}
    </div>
  )
}

function useWidth(frame: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = frame.current
    if (element === null) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.floor(entry.contentRect.width))
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
    }
  }, [frame])
  return width
}

function Drawing({ course, width }: { course: Course; width: number }) {
  const { days, steps, events, billed } = course
  const [first, last] = [dayNumber(days.start), dayNumber(days.end)]
  const x = (day: string) =>
    margin.left + ((dayNumber(day) - first) / (last - first)) * (width - margin.left - margin.right)
  const most = Math.max(1, ...steps.map(({ quantity }) => pixels(quantity)))
  const y = (quantity: number) => height - margin.bottom - (quantity / most) * (height - margin.top - margin.bottom)
  const band = ({ start, end }: Days) => ({ x: x(start), width: Math.max(1, x(end) - x(start)) })
  const levels = [...new Set([0, most])]
  return (
    <svg width={width} height={height} viewBox={`0 0 ${String(width)} ${String(height)}`}>
      {billed.map(({ days: each }) => (
        <rect key={each.start} className="billed" y={margin.top} height={y(0) - margin.top} {...band(each)} />
      ))}
      {levels.map((level) => (
        <g key={level} className="axis">
          <line x1={margin.left} x2={width - margin.right} y1={y(level)} y2={y(level)} />
          <text x={margin.left - 6} y={y(level) + 4} textAnchor="end">
            {level}
          </text>
        </g>
      ))}
      {monthStarts(days).map(({ day, words }) => (
        <g key={day} className="axis">
          <line x1={x(day)} x2={x(day)} y1={margin.top} y2={y(0)} />
          <text x={x(day) + 3} y={height - 6}>
            {words}
          </text>
        </g>
      ))}
      {steps.map(({ days: each, quantity }) =>
        quantity === 'unknown' ? (
          <g key={each.start} className="unknown">
            <rect y={margin.top} height={y(0) - margin.top} {...band(each)} />
            <text x={x(each.start) + 4} y={margin.top + 14}>
              not known
            </text>
          </g>
        ) : null,
      )}
      <path className="seats" d={pathOf(steps, x, y)} />
      {events.map(({ day, window }) => (
        <g key={day} className="event">
          {window === undefined ? null : (
            <line className="window" x1={x(window.notBefore)} x2={x(window.notAfter)} y1={y(0)} y2={y(0)} />
          )}
          <circle cx={x(day)} cy={y(0)} r={4} />
        </g>
      ))}
      {steps.map(({ days: each, quantity }) =>
        quantity === 'unknown' ? null : (
          <text key={each.start} className="level" x={x(each.start) + 4} y={Math.max(y(pixels(quantity)) - 4, 11)}>
            {quantity}
          </text>
        ),
      )}
    </svg>
  )
}

/** For drawing alone: a figure is shown as the text that came. */
function pixels(quantity: string): number {
  return quantity === 'unknown' ? 0 : Number(quantity)
}

/** Level by level; a stretch that is not known breaks the line. */
function pathOf(steps: Course['steps'], x: (day: string) => number, y: (quantity: number) => number): string {
  return steps
    .map(({ days, quantity }, index) => {
      if (quantity === 'unknown') return ''
      const isJoined = index > 0 && steps[index - 1]?.quantity !== 'unknown'
      const level = y(pixels(quantity))
      return `${isJoined ? 'L' : 'M'}${String(x(days.start))} ${String(level)} H${String(x(days.end))}`
    })
    .join(' ')
}

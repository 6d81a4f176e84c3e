import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { downloadFile, downloadText } from '../download-text.ts'
import type { Column, Order } from './column.ts'
import { filterRows } from './filter-rows.ts'
import { orderRows } from './order-rows.ts'
import { rowsCsv } from './rows-csv.ts'
import { mostDrawnRows, rowHeight, visibleRows } from './visible-rows.ts'

interface Props<Row> {
  /** What the rows are, for a screen reader and the name of the CSV: `Clients of October 2026`. */
  readonly label: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly keyOf: (row: Row) => string
  /** Opened by a click or Enter; the arrows (and j, k) move between rows. */
  readonly open?: (row: Row) => void
  /** The key of the row that is open. */
  readonly chosen?: string | undefined
  readonly order?: Order
  /** Chips and such, beside the filter. */
  readonly tools?: React.ReactNode
  /** Said when there are no rows, for want of any or because of the filter. */
  readonly empty?: React.ReactNode
  /** Rows of totals. */
  readonly foot?: React.ReactNode
}

/** Rows to sort, filter, walk through by keyboard and take away as CSV; a long table draws only what can be seen. */
export function DataTable<Row>(props: Props<Row>) {
  const { label, rows, columns, keyOf, open, chosen, tools, empty, foot } = props
  const id = useId()
  const [order, setOrder] = useState(props.order)
  const [filter, setFilter] = useState('')
  const wanted = useDeferredValue(filter)
  const shown = useMemo(
    () => orderRows(filterRows(rows, columns, wanted), columns, order),
    [rows, columns, wanted, order],
  )
  const { view, drawn, scroll } = useDrawnRows(shown.length)
  const [current, setCurrent] = useState<string>()
  const currentKey = current ?? chosen
  const place = shown.findIndex((row) => keyOf(row) === currentKey)
  const goTo = (to: number) => {
    const row = shown[Math.min(Math.max(to, 0), shown.length - 1)]
    if (row === undefined) return
    setCurrent(keyOf(row))
    bringIntoView(view.current, Math.min(Math.max(to, 0), shown.length - 1), shown.length)
  }
  const onKey = (event: React.KeyboardEvent) => {
    if (open === undefined || event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget)
      return
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      j: 1,
      ArrowUp: -1,
      k: -1,
      PageDown: 20,
      PageUp: -20,
    }
    const step = steps[event.key]
    const row = shown[place]
    if (step !== undefined) goTo(place + step)
    else if (event.key === 'Home') goTo(0)
    else if (event.key === 'End') goTo(shown.length - 1)
    else if (event.key === 'Enter' && row !== undefined) open(row)
    else return
    event.preventDefault()
  }
  const isLong = shown.length > mostDrawnRows
  return (
    <div className="data-table">
      <div className="table-tools">
        <input
          type="search"
          placeholder="Filter"
          aria-label={`Filter: ${label}`}
          value={filter}
          onChange={(event) => {
            setFilter(event.target.value)
          }}
        />
        {tools}
        <span className="hint" role="status">
          {shown.length === rows.length ? String(rows.length) : `${String(shown.length)} of ${String(rows.length)}`}
        </span>
        <Exports label={label} rows={shown} columns={columns} />
      </div>
      <div className={isLong ? 'table-view long' : 'table-view'} ref={view} onScroll={scroll}>
        <table
          aria-label={label}
          aria-rowcount={shown.length + 1}
          {...(open === undefined
            ? {}
            : {
                role: 'grid',
                tabIndex: 0,
                onKeyDown: onKey,
                'aria-activedescendant':
                  place < drawn.from || place >= drawn.until ? undefined : `${id}-${String(place)}`,
              })}
        >
          <thead>
            <tr>
              {columns.map((column) => (
                <HeadCell key={column.id} column={column} order={order} setOrder={setOrder} />
              ))}
            </tr>
          </thead>
          <tbody>
            <Gap rows={drawn.from} columns={columns.length} />
            {shown.slice(drawn.from, drawn.until).map((row, index) => {
              const key = keyOf(row)
              const at = drawn.from + index
              return (
                <tr
                  key={key}
                  id={`${id}-${String(at)}`}
                  aria-rowindex={at + 2}
                  aria-current={key === chosen ? 'true' : undefined}
                  className={[key === currentKey ? 'current' : '', open === undefined ? '' : 'opens'].join(' ').trim()}
                  onClick={(event) => {
                    if (open === undefined || isControl(event.target)) return
                    setCurrent(key)
                    open(row)
                  }}
                >
                  {columns.map((column, first) => (
                    <Cell key={column.id} column={column} row={row} isHead={first === 0} />
                  ))}
                </tr>
              )
            })}
            <Gap rows={shown.length - drawn.until} columns={columns.length} />
          </tbody>
          {foot === undefined ? null : <tfoot>{foot}</tfoot>}
        </table>
      </div>
      {shown.length > 0 ? null : (
        <div className="state">
          {rows.length > 0 ? 'No row holds what the filter asks for.' : (empty ?? 'Nothing here.')}
        </div>
      )}
    </div>
  )
}

/** The rows that are shown, to take away: for any program, and for a spreadsheet with its numbers as numbers. */
function Exports<Row>({ label, rows, columns }: Pick<Props<Row>, 'label' | 'rows' | 'columns'>) {
  const isDisabled = rows.length === 0
  return (
    <span className="push">
      <button
        type="button"
        className="quiet"
        disabled={isDisabled}
        onClick={() => {
          downloadText(`${label}.csv`, 'text/csv', rowsCsv(rows, columns))
        }}
      >
        CSV
      </button>
      <button
        type="button"
        className="quiet"
        disabled={isDisabled}
        onClick={() => {
          void exportXlsx(label, rows, columns)
        }}
      >
        XLSX
      </button>
    </span>
  )
}

/** Loaded when it is first wanted: the first screen does without it. */
async function exportXlsx<Row>(label: string, rows: readonly Row[], columns: readonly Column<Row>[]): Promise<void> {
  const { rowsXlsx, xlsxType } = await import('./rows-xlsx.ts')
  downloadFile(`${label}.xlsx`, new Blob([rowsXlsx(rows, columns)], { type: xlsxType }))
}

function HeadCell<Row>({
  column,
  order,
  setOrder,
}: {
  column: Column<Row>
  order: Order | undefined
  setOrder: (order: Order) => void
}) {
  const { id, head, isFigure } = column
  const isBy = order?.by === id
  return (
    <th
      scope="col"
      className={classOf(column)}
      aria-sort={isBy ? (order.descending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        className="order"
        onClick={() => {
          // Figures are looked through from the largest, words from A.
          setOrder({ by: id, descending: isBy ? !order.descending : isFigure === true })
        }}
      >
        {head}
        <span aria-hidden="true">{isBy ? (order.descending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  )
}

function Cell<Row>({ column, row, isHead }: { column: Column<Row>; row: Row; isHead: boolean }) {
  const content = column.cell === undefined ? column.text(row) : column.cell(row)
  const className = classOf(column)
  return isHead ? (
    <th scope="row" className={className}>
      {content}
    </th>
  ) : (
    <td className={className}>{content}</td>
  )
}

function classOf({ isFigure, isSecondary }: Pick<Column<never>, 'isFigure' | 'isSecondary'>): string | undefined {
  const names = [isFigure === true ? ['right', 'figure'] : [], isSecondary === true ? ['secondary'] : []].flat()
  return names.length === 0 ? undefined : names.join(' ')
}

/** Stands for the rows that are not drawn. */
function Gap({ rows, columns }: { rows: number; columns: number }) {
  return rows <= 0 ? null : (
    <tr aria-hidden="true" className="gap">
      <td colSpan={columns} height={rows * rowHeight} />
    </tr>
  )
}

/** A link or button within a row does its own. */
function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, select, label') !== null
}

function bringIntoView(view: HTMLDivElement | null, place: number, count: number): void {
  if (view === null) return
  if (count <= mostDrawnRows) {
    view.querySelectorAll('tbody tr')[place]?.scrollIntoView({ block: 'nearest' })
    return
  }
  const [top, bottom] = [place * rowHeight, (place + 1) * rowHeight]
  const seen = view.clientHeight - 2 * rowHeight
  if (top < view.scrollTop) view.scrollTop = top
  else if (bottom > view.scrollTop + seen) view.scrollTop = bottom - seen
}

/** Which rows to draw; all of them on paper. */
function useDrawnRows(count: number) {
  const view = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState({ scrolled: 0, height: 1_000 })
  const [onPaper, setOnPaper] = useState(false)
  useEffect(() => {
    const before = () => {
      flushSync(() => {
        setOnPaper(true)
      })
    }
    const after = () => {
      setOnPaper(false)
    }
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    return () => {
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', after)
    }
  }, [])
  const scroll = (event: React.UIEvent<HTMLDivElement>) => {
    const { scrollTop, clientHeight } = event.currentTarget
    if (count > mostDrawnRows) setPlace({ scrolled: scrollTop, height: clientHeight })
  }
  const drawn = onPaper ? { from: 0, until: count } : visibleRows(count, place.scrolled, place.height)
  return { view, drawn, scroll }
}

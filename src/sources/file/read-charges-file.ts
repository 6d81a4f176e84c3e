import type { ChargesFileReading } from '../charges-file.ts'
import type { FileProblem, MappedFile } from '../mapped-file.ts'
import { readChargeRow } from './charge-row.ts'
import { checkControlTotals } from './control-totals.ts'
import { checkStatedTotal } from './stated-total.ts'
import { gatherRecords } from './gather-records.ts'
import type { ChargesMapping } from './mapping-schema.ts'
import { settlePeriods } from './settle-periods.ts'
import { readRows } from './read-rows.ts'

const dates = ['invoice.date', 'invoice.dueDate', 'period.start', 'period.end'] as const

/** Reads a file of charges by a mapping. Whatever the bytes are, it answers with records or with problems. */
export function readChargesFile(file: MappedFile, mapping: ChargesMapping): ChargesFileReading {
  const { base, opened } = readRows(file, mapping, {
    dates,
    read: (row, stated) => readChargeRow(row, stated, file.connectionId),
  })
  if (opened === undefined) {
    return { ...base, invoices: [], charges: [], companies: [], products: [], controlTotals: [] }
  }
  const settled = settlePeriods(opened.rows, mapping)
  const { problems, ...records } = gatherRecords(settled.rows)
  const stated = checkStatedTotal(records.invoices, settled.rows, file.stated?.['invoice.total'])
  const controls = both(checkControlTotals(settled.rows, opened.mapping, opened.binding), stated)
  const isLessThanTheFile = file.leaveOutBadRows === true && base.badLines.length > 0
  const controlProblems = isLessThanTheFile ? controls.problems.map(byRowsLeftOut) : controls.problems
  return {
    ...base,
    ...records,
    controlTotals: controls.totals,
    problems: [...base.problems, ...settled.problems, ...problems, ...controlProblems],
  }
}

type Controls = ReturnType<typeof checkControlTotals>

function both(a: Controls, b: Controls): Controls {
  return { totals: [...a.totals, ...b.totals], problems: [...a.problems, ...b.problems] }
}

/** Totals cannot tie without the rows that were left out; the charges read count as a part, which proves nothing. */
function byRowsLeftOut(problem: FileProblem): FileProblem {
  return { ...problem, severity: 'warning', message: `${problem.message} Rows were left out of the sum.` }
}

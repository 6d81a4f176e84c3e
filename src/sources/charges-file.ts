import type { Charge, DistributorInvoice } from '../domain/distributor-invoice.ts'
import type { Known } from '../domain/known.ts'
import type { Company, Product } from '../domain/subscription.ts'
import type { Money } from '../money/money.ts'

/**
 * The port to files that a distributor sends: a mapping says how one kind of file is read. Reading only translates; it
 * throws nothing for a bad file, whose problems are data, so that they can be shown together.
 */
export interface ChargesFileMapping {
  readonly id: string
  readonly version: number
  readonly label: string
  readonly format: 'csv' | 'tsv' | 'json' | 'jsonl'
  /** The mapping as it is written, for the record of an import. */
  readonly text: string
  read(file: ChargesFile): ChargesFileReading
}

export interface ChargesFile {
  readonly connectionId: string
  readonly bytes: Uint8Array
  /** The operator's choice where the file's dates can be read both ways; undefined: not chosen. */
  readonly dateOrder: DateOrder | undefined
}

/** `day-first`: 05/04 is 5 April. `month-first`: it is 4 May. */
export type DateOrder = 'day-first' | 'month-first'

/** All that a file says. While a problem is blocking, the records are what could be read, and none may be imported. */
export interface ChargesFileReading {
  /** The file as text, for evidence; undefined when it is no text. */
  readonly text: string | undefined
  /** Rows that became charges. */
  readonly rowCount: number
  /** Rows without any value. */
  readonly emptyRows: number
  /** Lines of the rows that the mapping's filter leaves out. */
  readonly leftOutLines: readonly number[]
  /** Columns that the mapping does not know. They are in the file that is kept, and decide nothing. */
  readonly unknownColumns: readonly string[]
  readonly invoices: readonly DistributorInvoice[]
  readonly charges: readonly Charge[]
  readonly companies: readonly Company[]
  readonly products: readonly Product[]
  readonly controlTotals: readonly ControlTotal[]
  readonly problems: readonly FileProblem[]
}

/** A total that the file states, against the sum of the charges that it is for. It is never added to anything. */
export interface ControlTotal {
  readonly name: string
  /** What tells its group from others, such as an invoice number; empty: the whole file. */
  readonly group: string
  readonly stated: Known<Money>
  readonly summed: Known<Money>
  readonly ties: boolean
}

export type FileProblemCode =
  | 'file-unreadable'
  | 'no-rows'
  | 'column-missing'
  | 'column-ambiguous'
  | 'row-unreadable'
  | 'value-unreadable'
  | 'date-ambiguous'
  | 'control-total'
  | 'invoice-inconsistent'
  | 'unknown-charge-kind'
  | 'line-arithmetic'
  | 'name-differs'
  | 'period-half-stated'

export interface FileProblem {
  readonly code: FileProblemCode
  /** A file with a blocking problem is not imported, not even in part. */
  readonly severity: 'blocking' | 'warning'
  /** The line of the file, counted from 1; undefined when it is about more than one. */
  readonly line: number | undefined
  readonly column: string | undefined
  readonly message: string
}

import type { Charge, DistributorInvoice } from '../domain/distributor-invoice.ts'
import type { Known } from '../domain/known.ts'
import type { Money } from '../money/money.ts'
import type { FileReading, MappedFile, MappingHead } from './mapped-file.ts'

/**
 * The port to files with the lines of distributor invoices: a mapping says how one kind of file is read. Reading only
 * translates; it throws nothing for a bad file, whose problems are data, so that they can be shown together.
 */
export interface ChargesFileMapping extends MappingHead {
  readonly profile: 'charges'
  read(file: MappedFile): ChargesFileReading
}

export interface ChargesFileReading extends FileReading {
  readonly invoices: readonly DistributorInvoice[]
  readonly charges: readonly Charge[]
  readonly controlTotals: readonly ControlTotal[]
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

/** One column of a table. */
export interface Column<Row> {
  readonly id: string
  readonly head: string
  /** What the row shows here in plain text: the filter, the order and the CSV go by it. Empty where there is nothing. */
  readonly text: (row: Row) => string
  /** How it is shown where plain text is not enough. */
  readonly cell?: (row: Row) => React.ReactNode
  /** Figures stand on the right and are ordered as exact decimals. */
  readonly isFigure?: boolean
  /** Left out on a narrow screen. */
  readonly isSecondary?: boolean
}

export interface Order {
  readonly by: string
  readonly descending: boolean
}

/** Where long work tells how far it is: real counts, for a terminal, a page or a log. */
export interface Progress {
  /** `total` is undefined while it is not known. */
  report(step: string, done: number, total: number | undefined): void
}

export const noProgress: Progress = { report: () => undefined }

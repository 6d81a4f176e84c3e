/** A file that is made from the code. */
export interface GeneratedFile {
  /** Below the project's root, with forward slashes. */
  readonly path: string
  readonly text: string
}

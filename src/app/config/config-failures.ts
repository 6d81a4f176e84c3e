import { Failure } from '../../support/failure.ts'

/** Somebody applied another version while this one was written: theirs would be lost. */
export class ConfigReplaced extends Failure {
  override readonly code = 'config.replaced'

  constructor(newest: { readonly version: number; readonly recordedBy: string } | undefined, basedOn: number) {
    const what =
      newest === undefined
        ? 'there is none'
        : `version ${String(newest.version)}, applied by ${newest.recordedBy}, is the newest`
    super(
      `This config was made from version ${String(basedOn)}, but ${what}. Nothing was applied. Look at what changed, take it over, and apply again.`,
    )
  }
}

import type { PlainDate } from '../domain/plain-date.ts'
import type { SubscriptionState } from '../domain/subscription.ts'
import type { FileReading, MappedFile, MappingHead } from './mapped-file.ts'

/**
 * The port to files that say what each client holds on a day: one row for each subscription. As with files of charges,
 * a bad file throws nothing: its problems are data.
 */
export interface StateFileMapping extends MappingHead {
  readonly profile: 'state'
  read(file: MappedFile): StateFileReading
}

export interface StateFileReading extends FileReading {
  /** The day whose end the file describes; undefined while it is not known. */
  readonly asOf: PlainDate | undefined
  readonly subscriptions: readonly SubscriptionState[]
}

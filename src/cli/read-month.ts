import { billingMonth, type Period } from '../domain/period.ts'
import { InvalidInput, messageOf } from '../support/failure.ts'

/** @throws {InvalidInput} when the text is not a month written as `2026-10`. */
export function readMonth(text: string): Period {
  try {
    return billingMonth(text)
  } catch (error) {
    throw new InvalidInput(messageOf(error), { cause: error })
  }
}

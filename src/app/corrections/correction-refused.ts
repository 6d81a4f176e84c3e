import { Failure } from '../../support/failure.ts'

/** A posted document is not voided or credited; it is as it was. */
export class CorrectionRefused extends Failure {
  override readonly code = 'posting.correction-refused'
}

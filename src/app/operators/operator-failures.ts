import { Failure, InvalidInput } from '../../support/failure.ts'

/** The name or the password is wrong; which of them is not said. */
export class SignInRefused extends Failure {
  override readonly code = 'session.refused'

  constructor() {
    super('The name or the password is not right.')
  }
}

/** Too many wrong passwords: not even the right one is looked at for a while. */
export class SignInLocked extends Failure {
  override readonly code = 'session.locked'
  readonly seconds: number

  constructor(seconds: number) {
    super(`There were too many wrong passwords for this name. Try again in ${String(seconds)} seconds.`)
    this.seconds = seconds
  }
}

export class SetupRefused extends Failure {
  override readonly code = 'setup.refused'
}

/** Somebody changed the operator since the page was read: nothing was changed. */
export class OperatorChanged extends Failure {
  override readonly code = 'operator.changed'

  constructor(name: string) {
    super(`"${name}" was changed by somebody else meanwhile. Read the list again, and decide anew.`)
  }
}

export class OperatorRefused extends InvalidInput {
  override readonly code = 'operator.refused'
}

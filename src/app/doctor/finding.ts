/** One thing that was looked at, and how it stands. */
export interface HealthFinding {
  /** Stable, for machines: `connection.clock`. */
  readonly code: string
  /** `notice`: worth knowing, nothing is wrong yet. `wrong`: wants a person. */
  readonly state: 'good' | 'notice' | 'wrong'
  /** The thing: a connection's name, a directory. */
  readonly subject: string
  readonly message: string
  /** What to do about it; undefined where there is nothing to do. */
  readonly nextStep: string | undefined
}

type Named = Pick<HealthFinding, 'code' | 'subject' | 'message'>

export function good(code: string, subject: string, message: string): HealthFinding {
  return { code, state: 'good', subject, message, nextStep: undefined }
}

export function notice(named: Named, nextStep: string): HealthFinding {
  return { ...named, state: 'notice', nextStep }
}

export function wrong(named: Named, nextStep: string): HealthFinding {
  return { ...named, state: 'wrong', nextStep }
}

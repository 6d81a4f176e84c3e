import { InvalidInput } from '../support/failure.ts'

/** One thing wrong with a text that a person wrote, at the place where it stands. */
export interface ConfigProblem {
  readonly file: string
  readonly line: number
  /** Where in the structure, such as `clients[3].lines[0].price`. */
  readonly key: string
  readonly message: string
}

export function formatProblem(problem: ConfigProblem): string {
  const key = problem.key === '' ? '' : `${problem.key}: `
  return `${problem.file}:${String(problem.line)}: ${key}${problem.message}`
}

/** The config was not applied: all its problems at once, each with its place. */
export class InvalidConfig extends InvalidInput {
  override readonly code = 'config.invalid'
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    const count = problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`
    super(`The billing config has ${count}; nothing was applied.\n${problems.map(formatProblem).join('\n')}`)
    this.problems = problems
  }
}

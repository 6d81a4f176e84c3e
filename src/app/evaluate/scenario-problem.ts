import { formatProblem, type ConfigProblem } from '../../config/config-problem.ts'
import { InvalidInput } from '../../support/failure.ts'

/** The scenario cannot be worked: all its problems at once, each with its place. */
export class InvalidScenario extends InvalidInput {
  override readonly code = 'input.scenario'
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    const count = problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`
    super(`The scenario has ${count}; nothing was worked.\n${problems.map(formatProblem).join('\n')}`)
    this.problems = problems
  }
}

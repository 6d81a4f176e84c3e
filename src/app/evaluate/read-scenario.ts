import type { BillingConfig } from '../../domain/billing-config.ts'
import { billingConfigKeys, toBillingConfig } from '../../config/read-billing-config.ts'
import { parsePositionedYaml } from '../../config/positioned-yaml.ts'
import { isProblems, problemAt, schemaProblems } from '../../config/schema-problems.ts'
import { checkConfigPart, checkScenario } from './check-scenario.ts'
import { InvalidScenario } from './scenario-problem.ts'
import { scenarioKeys, scenarioSchema, type ScenarioText } from './scenario-schema.ts'

/** One self-contained case: what was written, and the config in it as the engine takes it. */
export interface Scenario {
  readonly text: ScenarioText
  readonly config: BillingConfig
}

/**
 * Reads a scenario.
 * @param file Its name, for messages.
 * @throws {InvalidScenario} with every problem at once, each with file, line and key.
 */
export function readScenario(text: string, file: string): Scenario {
  const yaml = parsePositionedYaml(text, file)
  if (isProblems(yaml)) throw new InvalidScenario(yaml)
  const parsed = scenarioSchema.safeParse(yaml.value ?? {})
  const knownKeys = [...scenarioKeys, ...billingConfigKeys]
  if (!parsed.success) throw new InvalidScenario(schemaProblems(parsed.error, { yaml, file, knownKeys }))
  const refuse = (problems: readonly { path: readonly PropertyKey[]; message: string }[]): void => {
    if (problems.length === 0) return
    throw new InvalidScenario(problems.map(({ path, message }) => problemAt({ yaml, file }, path, message)))
  }
  refuse(checkConfigPart(parsed.data))
  const config = toBillingConfig(parsed.data.config, 1)
  refuse(checkScenario(parsed.data, config))
  return { text: parsed.data, config }
}

import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { explainLine, type Explanation } from '../../billing/explain.ts'
import type { ClientDryRun, DryRun } from '../../billing/dry-run.ts'
import { prepareDryRun } from '../../billing/prepare-dry-run.ts'
import { compareExpected, type Difference } from './compare-expected.ts'
import type { Scenario } from './read-scenario.ts'
import { scenarioDefaults } from './scenario-defaults.ts'
import { scenarioInput } from './scenario-input.ts'

/** A scenario, worked: the dry run, each line in words, and what came out otherwise than expected. */
export interface Evaluation {
  readonly title: string | undefined
  readonly reference: string | undefined
  readonly run: DryRun
  readonly explanations: readonly LineExplanation[]
  /** Undefined: the scenario expects nothing. */
  readonly differences: readonly Difference[] | undefined
}

export interface LineExplanation extends Explanation {
  readonly clientId: string
  readonly lineKey: string
}

/**
 * Works a scenario through the engine that real runs use. Nothing is stored, nothing is read but the scenario; the same
 * scenario gives the same result on any machine.
 */
export function evaluateScenario(scenario: Scenario): Evaluation {
  const { title, reference, expect } = scenario.text
  const run = prepareDryRun(scenarioInput(scenario))
  const { clientId } = scenarioDefaults(scenario.config)
  return {
    title,
    reference,
    run,
    explanations: run.clients.flatMap(explainClient),
    differences: expect === undefined ? undefined : compareExpected(expect, run, clientId),
  }
}

function explainClient({ clientId, invoice }: ClientDryRun): LineExplanation[] {
  const explain = ({ currency }: Invoice, line: InvoiceLine): LineExplanation => ({
    clientId,
    lineKey: line.lineKey,
    ...explainLine(line, currency),
  })
  return invoice?.lines.map((line) => explain(invoice, line)) ?? []
}

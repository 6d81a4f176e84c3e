import { basename } from 'node:path'
import type { Command } from 'commander'
import { evaluateScenario } from '../../app/evaluate/evaluate-scenario.ts'
import { readScenario } from '../../app/evaluate/read-scenario.ts'
import { runCommand, type CommandResult, type RegisterCommand } from '../command.ts'
import { readTextFile } from '../read-text-file.ts'
import { renderEvaluation } from '../render-evaluation.ts'

export const registerEvaluate: RegisterCommand = (program, io) => {
  program
    .command('evaluate')
    .description('work one self-contained scenario file through the engine; needs no database and stores nothing')
    .argument('<file>', 'the scenario as YAML; - reads it from standard input')
    .action(async (file: string, _options: object, command: Command) => {
      await runCommand(io, command, async () => {
        const text = file === '-' ? await io.readStandardInput() : await readTextFile(file)
        return evaluated(text, file === '-' ? 'standard input' : basename(file))
      })
    })
}

function evaluated(text: string, file: string): CommandResult {
  const evaluation = evaluateScenario(readScenario(text, file))
  const { run, differences } = evaluation
  const isBlocked = run.clients.some(({ outcome }) => outcome === 'blocked')
  // Whoever states what to expect wants to know whether it came so; blocked may be just that.
  const exit =
    differences === undefined ? (isBlocked ? 'attention' : 'done') : differences.length > 0 ? 'differs' : 'done'
  return { data: evaluation, text: renderEvaluation(evaluation), exit }
}

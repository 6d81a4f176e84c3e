import { Command, CommanderError } from 'commander'
import { registerApprove } from './commands/approve.ts'
import { registerBackfill } from './commands/backfill.ts'
import { registerBatch } from './commands/batch.ts'
import { registerChargeRules } from './commands/charge-rules.ts'
import { registerClose, registerClosePack, registerReopen } from './commands/close.ts'
import { registerStatement } from './commands/statement.ts'
import { registerCompletion } from './commands/completion.ts'
import { registerConfig } from './commands/config.ts'
import { registerConnect } from './commands/connect.ts'
import { registerDecide } from './commands/decide.ts'
import { registerDisconnect } from './commands/disconnect.ts'
import { registerDemo } from './commands/demo.ts'
import { registerDoctor } from './commands/doctor.ts'
import { registerCorrect } from './commands/correct.ts'
import { registerCutOver } from './commands/cut-over.ts'
import { registerDrift } from './commands/drift.ts'
import { registerEvaluate } from './commands/evaluate.ts'
import { registerDiff } from './commands/diff.ts'
import { registerExplain } from './commands/explain.ts'
import { registerForecast } from './commands/forecast.ts'
import { registerImport } from './commands/import.ts'
import { registerInit } from './commands/init.ts'
import { registerJobs } from './commands/jobs.ts'
import { registerNotices } from './commands/notices.ts'
import { registerLedgerNotices } from './commands/ledger-notices.ts'
import { registerPost } from './commands/post.ts'
import { registerReconcile } from './commands/reconcile.ts'
import { registerReview } from './commands/review.ts'
import { registerReplay } from './commands/replay.ts'
import { registerRun } from './commands/run.ts'
import { registerSandbox } from './commands/sandbox.ts'
import { registerSchedule } from './commands/schedule.ts'
import { registerServe } from './commands/serve.ts'
import { registerSync } from './commands/sync.ts'
import { registerWhatIf } from './commands/what-if.ts'
import { registerWriteOffLimits } from './commands/write-off-limits.ts'
import { registerWorker } from './commands/worker.ts'
import type { RegisterCommand } from './command.ts'
import { errorJson, errorText, exitCodeOf } from './errors.ts'
import { exitCodes } from './exit-codes.ts'
import type { CliIo } from './io.ts'

/** In the order of the operator's month, which is the order of the help. */
const commands: readonly RegisterCommand[] = [
  registerInit,
  registerConnect,
  registerDisconnect,
  registerSync,
  registerForecast,
  registerImport,
  registerConfig,
  registerRun,
  registerReview,
  registerApprove,
  registerNotices,
  registerPost,
  registerBatch,
  registerDrift,
  registerLedgerNotices,
  registerCorrect,
  registerCutOver,
  registerBackfill,
  registerReconcile,
  registerDecide,
  registerChargeRules,
  registerClose,
  registerReopen,
  registerClosePack,
  registerStatement,
  registerExplain,
  registerEvaluate,
  registerReplay,
  registerDiff,
  registerWhatIf,
  registerDoctor,
  registerServe,
  registerWriteOffLimits,
  registerWorker,
  registerSchedule,
  registerJobs,
  registerDemo,
  registerSandbox,
  registerCompletion,
]

/** The program with all its commands. */
export function createProgram(io: CliIo): Command {
  const program = new Command('seatledger')
    .description('Ties what a cloud distributor bills an MSP to what the MSP bills its clients, to the cent.')
    .option(
      '--data <directory>',
      'data directory of the embedded database (default: $SEATLEDGER_DATA, else ~/.seatledger)',
    )
    .option('--organization <name>', 'which organization, where there are several')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', exitCodeHelp())
    .configureOutput({
      writeOut: (text) => {
        io.writeOut(text)
      },
      writeErr: (text) => {
        io.writeError(text)
      },
    })
    .showSuggestionAfterError()
    .exitOverride()
  for (const register of commands) register(program, io)
  exitOverrideAll(program)
  return program
}

/** Runs the program; the exit code is in `process.exitCode` afterwards. Nothing is thrown. */
export async function runCli(io: CliIo, args: readonly string[]): Promise<void> {
  try {
    await createProgram(io).parseAsync(args, { from: 'user' })
  } catch (error) {
    reportError(io, error, args.includes('--json'))
  }
}

function reportError(io: CliIo, error: unknown, asJson: boolean): void {
  if (error instanceof CommanderError) {
    // Commander has written its message to standard error, or the help that was asked for.
    if (asJson && error.exitCode !== 0) io.writeOut(`${JSON.stringify(usageJson(error), undefined, 2)}\n`)
    process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage.code
    return
  }
  if (asJson) io.writeOut(`${JSON.stringify(errorJson(error), undefined, 2)}\n`)
  io.writeError(`${errorText(error)}\n`)
  process.exitCode = exitCodes[exitCodeOf(error)].code
}

function usageJson({ code, message }: CommanderError): ReturnType<typeof errorJson> {
  const text = code === 'commander.help' ? 'A command is missing; --help lists them.' : message.replace(/^error: /, '')
  return { error: { code: 'input.usage', message: text } }
}

function exitOverrideAll(command: Command): void {
  for (const inner of command.commands) {
    inner.exitOverride().showSuggestionAfterError()
    exitOverrideAll(inner)
  }
}

function exitCodeHelp(): string {
  const rows = Object.values(exitCodes).map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`)
  return `\nExit codes:\n${rows.join('\n')}`
}

import type { Command } from 'commander'
import { globalOptions } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import type { CliIo } from './io.ts'

/** Something that runs until it is told to stop. */
export interface Running {
  /** What is written once it runs. */
  readonly data: unknown
  readonly text: string
  stop(): Promise<void>
}

/** Starts, says so, and stops in good order at the first Ctrl-C or SIGTERM: that is how such a command ends well. */
export async function runUntilStopped(io: CliIo, command: Command, start: () => Promise<Running>): Promise<void> {
  const running = await start()
  try {
    const asJson = globalOptions(command).json === true
    io.writeOut(asJson ? `${JSON.stringify(running.data)}\n` : `${running.text.trimEnd()}\n`)
    await stopAsked(io.signal)
  } finally {
    await running.stop()
  }
  process.exitCode = exitCodes.done.code
}

async function stopAsked(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve()
      },
      { once: true },
    )
  })
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../src/support/clock.ts'

const registration = fileURLToPath(new URL('run-typescript.mjs', import.meta.url))

/** A program of `test/helpers/processes` in a real process of its own. */
export interface ChildProgram {
  readonly pid: number
  /** What it has written so far, line by line, standard error included. */
  readonly lines: readonly string[]
  /** Resolves with the first line that begins so, whether it is there already or comes later. */
  line(start: string): Promise<string>
  tell(text: string): void
  kill(signal: NodeJS.Signals): void
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>
  /** Undefined while it runs, and when a signal ended it. */
  exitCode(): number | undefined
}

export interface StartOptions {
  /** What stands before the command: other users, other limits. */
  readonly prefix?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

export function startProgram(name: string, args: readonly string[], options: StartOptions = {}): ChildProgram {
  const script = fileURLToPath(new URL(`processes/${name}.ts`, import.meta.url))
  const command = [...(options.prefix ?? []), process.execPath, '--import', registration, script, ...args]
  const [program = process.execPath, ...rest] = command
  const child = spawn(program, rest, {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...options.environment },
  })
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line))
  // Writing to a process that was killed is part of these tests.
  child.stdin.on('error', () => undefined)
  const gone = once(child, 'exit').then(() => undefined)
  const pid = child.pid ?? 0
  return {
    pid,
    lines,
    line: (start) => waitForLine(lines, start, () => child.exitCode ?? child.signalCode),
    tell: (text) => child.stdin.write(`${text}\n`),
    // The whole group, as the terminal does it.
    kill: (signal) => process.kill(-pid, signal),
    gone,
    exitCode: () => child.exitCode ?? undefined,
  }
}

async function waitForLine(
  lines: readonly string[],
  start: string,
  ending: () => number | string | null,
): Promise<string> {
  for (let waited = 0; waited < 60_000; waited += 10) {
    const found = lines.find((line) => line.startsWith(start))
    if (found !== undefined) return found
    if (ending() !== null) break
    await systemClock.sleep(10)
  }
  const last = lines.find((line) => line.startsWith(start))
  if (last !== undefined) return last
  throw new Error(`The program has not written "${start}" (ended: ${String(ending())}):\n${lines.join('\n')}`)
}

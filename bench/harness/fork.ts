import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'

/** Where a program of this folder was compiled to, such as `prepare-run`. */
function programPath(name: string): string {
  return fileURLToPath(new URL(`../${name}.js`, import.meta.url))
}

/** Runs a program of this folder to its end, and gives the one message that it sends. */
export async function runProgram<T>(name: string, args: readonly string[], message: z.ZodType<T>): Promise<T> {
  const child = fork(programPath(name), args, { stdio: ['ignore', 2, 2, 'ipc'] })
  let answer: unknown
  child.on('message', (value) => {
    answer = value
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  if (code !== 0)
    throw new Error(`The program ${name} ended with ${code === null ? 'a signal' : `exit code ${String(code)}`}.`)
  return message.parse(answer)
}

/** A program of this folder that serves until it is told to stop, and answers each message with one of its own. */
export interface Served {
  ask<T>(question: object, answer: z.ZodType<T>): Promise<T>
  stop(): Promise<void>
}

export function serveProgram(name: string, args: readonly string[]): Served {
  const child = fork(programPath(name), args, { stdio: ['ignore', 2, 2, 'ipc'] })
  return {
    ask: async (question, answer) => {
      const came = nextMessage(child, name)
      child.send(question)
      return answer.parse(await came)
    },
    stop: async () => {
      const exited = new Promise((resolve) => child.once('exit', resolve))
      child.disconnect()
      await exited
    },
  }
}

function nextMessage(child: ChildProcess, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (): void => {
      reject(new Error(`The program ${name} ended before it answered.`))
    }
    child.once('exit', onExit)
    child.once('message', (value) => {
      child.off('exit', onExit)
      resolve(value)
    })
  })
}

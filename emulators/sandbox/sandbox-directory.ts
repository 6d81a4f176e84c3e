import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { InvalidInput } from '../../src/support/failure.ts'

const stateSchema = z.strictObject({
  clients: z.number(),
  months: z.number(),
  seed: z.string(),
  firstMonth: z.string(),
  clockOffset: z.number(),
})

/** What a sandbox must know to go on where it was. */
export type SandboxState = z.infer<typeof stateSchema>

/** Where a sandbox keeps its books and its time, if it shall outlive its process. */
export class SandboxDirectory {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  get journalFile(): string {
    return join(this.#path, 'quickbooks-online.jsonl')
  }

  /**
   * What an earlier sandbox left here; undefined when there was none.
   * @throws {InvalidInput} when it was another one than is asked for.
   */
  async open(asked: Pick<SandboxState, 'clients' | 'months' | 'seed'>): Promise<SandboxState | undefined> {
    await mkdir(this.#path, { recursive: true, mode: 0o700 })
    const state = await this.#read()
    if (state === undefined) {
      // Books without a time were left by a start that did not get to its end.
      await rm(this.journalFile, { force: true })
      return undefined
    }
    const { clients, months, seed } = state
    if (clients === asked.clients && months === asked.months && seed === asked.seed) return state
    throw new InvalidInput(
      `${this.#path} holds a sandbox of ${String(clients)} clients, ${String(months)} months and seed ${seed}. ` +
        'Start it with these, or name another directory with --data.',
    )
  }

  async save(state: SandboxState): Promise<void> {
    await writeFile(`${this.#file}.new`, JSON.stringify(state))
    await rename(`${this.#file}.new`, this.#file)
  }

  get #file(): string {
    return join(this.#path, 'sandbox.json')
  }

  async #read(): Promise<SandboxState | undefined> {
    const text = await readFile(this.#file, 'utf8').catch(() => undefined)
    if (text === undefined) return undefined
    const parsed = stateSchema.safeParse(jsonOf(text))
    if (parsed.success) return parsed.data
    throw new InvalidInput(`${this.#file} is not what a sandbox has left. Delete it, or name another directory.`)
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Refused by the schema, with the file's name.
    return undefined
  }
}

import { z } from 'zod'
import { InvalidInput } from '../support/failure.ts'
import { pax8 } from './pax8/definition.ts'
import type { Source, SourceDefinition, SourceNotices, SourceTools } from './source.ts'

/** A source whose settings are checked when it is connected, so that all of them can stand in one list. */
export interface RegisteredSource extends Omit<SourceDefinition<unknown>, 'connect' | 'notices'> {
  /** @throws {InvalidInput} that names each setting at fault, and no value: one of them is a secret. */
  readonly settings: { parse(input: unknown): unknown }
  /** @throws {InvalidInput} when the settings cannot be used. */
  readonly notices?: (settings: unknown, tools: SourceTools) => SourceNotices
  readonly connect: (settings: unknown, tools: SourceTools) => Source
}

/** Every distributor that can be read through its interface, one line each. */
export const sources: readonly RegisteredSource[] = [registered(pax8)]

function registered<Settings>(definition: SourceDefinition<Settings>): RegisteredSource {
  const parse = (input: unknown): Settings => parseSettings(definition, input)
  const { notices, ...rest } = definition
  return {
    ...rest,
    ...(notices === undefined
      ? {}
      : { notices: (settings: unknown, tools: SourceTools) => notices(parse(settings), tools) }),
    settings: { parse },
    connect: (settings, tools) => definition.connect(parse(settings), tools),
  }
}

function parseSettings<Settings>({ label, settings }: SourceDefinition<Settings>, input: unknown): Settings {
  try {
    return settings.parse(input)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const problems = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new InvalidInput(`The ${label} settings cannot be used: ${problems.join('; ')}.`, { cause: error })
  }
}

import type { Source, SourceDefinition, SourceTools } from './source.ts'
import { pax8 } from './pax8/definition.ts'

/** A source whose settings are checked when it is connected, so that all of them can stand in one list. */
export interface RegisteredSource extends Omit<SourceDefinition<unknown>, 'connect'> {
  /** @throws {InvalidInput} when the settings cannot be used. */
  readonly connect: (settings: unknown, tools: SourceTools) => Source
}

/** Every distributor that can be read through its interface, one line each. */
export const sources: readonly RegisteredSource[] = [registered(pax8)]

function registered<Settings>(definition: SourceDefinition<Settings>): RegisteredSource {
  return {
    ...definition,
    connect: (settings, tools) => definition.connect(definition.settings.parse(settings), tools),
  }
}

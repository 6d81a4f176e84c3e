import type { PullRequest, Source, SourcePage, SourceRecords, SourceTools, StreamName } from '../source.ts'
import { checkConnection } from './check.ts'
import { createPax8Client } from './client.ts'
import { pullStream } from './pull.ts'
import type { Pax8Settings } from './settings.ts'
import { streamPlans } from './streams.ts'

/** Reads one Pax8 partner's data. It only reads: there is no request in it that could change anything at Pax8. */
export function createPax8Source(settings: Pax8Settings, tools: SourceTools): Source {
  const client = createPax8Client(settings, tools)
  const { clock, connectionId } = tools
  const { pageSize } = settings
  return {
    check: (signal) => checkConnection(client, { settings, clock, signal }),
    pull: <S extends StreamName>(stream: S, request: PullRequest): AsyncIterable<SourcePage<SourceRecords[S]>> =>
      pullStream(stream, streamPlans[stream], request, { client, clock, connectionId, pageSize }),
  }
}

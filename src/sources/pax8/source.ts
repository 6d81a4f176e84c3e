import type { PullRequest, Source, SourcePage, SourceRecords, SourceTools, StreamName } from '../source.ts'
import { checkConnection } from './check.ts'
import { createPax8Client } from './client.ts'
import { readAnswers, type Pax8Answers } from './answers.ts'
import { probePax8 } from './probe/probe.ts'
import { pullStream } from './pull.ts'
import type { Pax8Settings } from './settings.ts'
import { streamPlans } from './streams.ts'

/** Reads one Pax8 partner's data. It only reads: there is no request in it that could change anything at Pax8. */
export function createPax8Source(settings: Pax8Settings, tools: SourceTools): Source {
  const client = createPax8Client(settings, tools)
  const { clock, connectionId } = tools
  const { pageSize } = settings
  const answers = async (): Promise<Pax8Answers> => readAnswers(await tools.answers())
  return {
    check: (signal) => checkConnection(client, { settings, clock, signal }),
    pull: <S extends StreamName>(stream: S, request: PullRequest): AsyncIterable<SourcePage<SourceRecords[S]>> =>
      pullStream(stream, streamPlans[stream], request, { client, clock, connectionId, pageSize, answers }),
    probe: (signal) => probePax8(client, pageSize, signal),
  }
}

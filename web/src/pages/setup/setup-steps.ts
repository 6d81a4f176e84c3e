import type { Connection } from '../../api/connections.ts'
import type { Tone } from '../../components/mark.tsx'

export type SetupStepName = 'distributor' | 'ledger' | 'sync' | 'config' | 'mapping' | 'run'

/** One step of setting up, and where it stands. */
export interface SetupStep {
  readonly name: SetupStepName
  readonly title: string
  readonly tone: Tone
  readonly words: string
  /** True where everything that it needs is there. */
  readonly canBegin: boolean
}

export interface SetupFacts {
  readonly connections: readonly Connection[]
  /** The version in force; undefined while there is none. */
  readonly configVersion: number | undefined
  /** How much is mapped to nothing; undefined while that is not known. */
  readonly unmapped: number | undefined
  readonly newestRun: { readonly number: number; readonly month: string; readonly state: string } | undefined
}

/** The way from nothing to a first dry run, in its order. */
export function setupSteps({ connections, configVersion, unmapped, newestRun }: SetupFacts): readonly SetupStep[] {
  const sources = connections.filter(({ kind }) => kind === 'source')
  const ledgers = connections.filter(({ kind }) => kind === 'ledger')
  const read = sources.filter(({ lastSucceeded }) => lastSucceeded !== undefined)
  const hasSource = sources.some(({ state }) => state !== 'disconnected')
  const hasRead = read.length > 0 || sources.some(({ state }) => state === 'files')
  const hasConfig = configVersion !== undefined
  return [
    connectStep('distributor', 'Connect the distributor', sources),
    connectStep('ledger', 'Connect the accounting system', ledgers),
    {
      ...{ name: 'sync', title: 'Read what your clients hold', canBegin: hasSource },
      ...(hasRead
        ? done(read[0]?.lastSucceeded?.what ?? 'imported from files')
        : todo('nothing was read yet', hasSource)),
    },
    {
      ...{ name: 'config', title: 'Say what is billed to whom', canBegin: hasRead },
      ...(hasConfig
        ? done(`version ${String(configVersion)} is in force`)
        : todo('there is no billing config yet', hasRead)),
    },
    {
      ...{ name: 'mapping', title: 'Map what is left over', canBegin: hasConfig },
      ...mappingState(unmapped, hasConfig),
    },
    {
      ...{ name: 'run', title: 'Prepare the first dry run', canBegin: hasConfig && hasRead },
      ...(newestRun?.state === 'ready'
        ? done(`run ${String(newestRun.number)}`)
        : todo('none yet; nothing is posted by it', hasConfig && hasRead)),
    },
  ]
}

type State = Pick<SetupStep, 'tone' | 'words'>

function connectStep(name: 'distributor' | 'ledger', title: string, connections: readonly Connection[]): SetupStep {
  const there = connections.filter(({ state }) => state !== 'disconnected').map(({ id }) => id)
  const state = there.length === 0 ? todo('not connected', true) : done(there.join(', '))
  return { name, title, canBegin: true, ...state }
}

function mappingState(unmapped: number | undefined, hasConfig: boolean): State {
  if (!hasConfig || unmapped === undefined) return todo('told once there is a config', false)
  return unmapped === 0 ? done('all is mapped') : todo(`${String(unmapped)} mapped to nothing`, true)
}

function done(words: string): State {
  return { tone: 'done', words }
}

function todo(words: string, isNext: boolean): State {
  return { tone: isNext ? 'changed' : 'unchanged', words }
}

import type { Overview, TieOutGlance } from '../../api/overview.ts'
import type { Tone } from '../../components/mark.tsx'

export type StepScreen = 'mapping' | 'review' | 'posting' | 'runs' | 'tie-out' | undefined

/** One step of closing a month. */
export interface CloseStep {
  readonly name: string
  readonly tone: Tone
  /** Where it stands, with its count. */
  readonly words: string
  /** What would let it go on; undefined where nothing is in its way. */
  readonly unblock: string | undefined
  readonly screen: StepScreen
}

/** The steps of closing a month in their order. The tie-out is undefined while it is being worked. */
export function closeSteps(overview: Overview, tieOut: TieOutGlance | undefined): readonly CloseStep[] {
  return [
    syncStep(overview),
    mapStep(overview),
    runStep(overview),
    reviewStep(overview),
    postStep(overview),
    billStep(tieOut),
    tieOutStep(tieOut),
    closeStep(overview, tieOut),
  ]
}

function syncStep({ health }: Overview): CloseStep {
  const wrong = health.filter(({ state }) => state === 'wrong')
  const [first] = wrong
  if (health.length === 0) {
    return step('Sync', 'blocks', 'no source is connected', 'Connect a distributor: seatledger connect pax8.')
  }
  if (first === undefined) return step('Sync', 'done', `${String(health.length)} checks are good`)
  return step('Sync', 'look', `${first.subject}: ${first.message}`, first.nextStep)
}

function mapStep({ run, counts: { unmapped } }: Overview): CloseStep {
  if (run === undefined) return step('Map', 'unchanged', 'told by the first run')
  if (unmapped === 0) return step('Map', 'done', 'all is mapped')
  return step('Map', 'blocks', `${String(unmapped)} unmapped`, 'Link them in the config, then run again.', 'mapping')
}

function runStep({ run, runIsOld }: Overview): CloseStep {
  if (run === undefined) return step('Dry run', 'blocks', 'none yet', 'Start a run.', 'runs')
  const words = `run ${String(run.number)} by ${run.requestedBy}`
  if (runIsOld !== undefined) return step('Dry run', 'look', words, `${runIsOld} Run again.`, 'runs')
  return step('Dry run', 'done', words, undefined, 'runs')
}

function reviewStep({ run, counts: { ready, approved, blocked } }: Overview): CloseStep {
  if (run === undefined) return step('Review', 'unchanged', 'after the run')
  const words = `${String(approved)} of ${String(ready)} approved${blocked === 0 ? '' : `, ${String(blocked)} blocked`}`
  if (blocked > 0) return step('Review', 'blocks', words, 'Mend what blocks, and run those clients again.', 'review')
  if (approved < ready) return step('Review', 'changed', words, 'An approver decides on the rest.', 'review')
  return step('Review', 'done', words, undefined, 'review')
}

function postStep({ counts: { approved, postings } }: Overview): CloseStep {
  const of = (state: string): number => postings[state] ?? 0
  const posted = of('posted')
  const trouble = of('needs-person') + of('rejected')
  const open = of('intended') + of('sending') + of('unknown') + of('queued')
  const all = Math.max(approved, posted + trouble + open)
  if (all === 0) return step('Post', 'unchanged', 'nothing is approved yet', undefined, 'posting')
  const words = `${String(posted)} of ${String(all)} posted${of('unknown') === 0 ? '' : `, ${String(of('unknown'))} unknown`}`
  if (trouble > 0) return step('Post', 'blocks', words, `${String(trouble)} need a person.`, 'posting')
  if (posted < all) return step('Post', 'changed', words, 'An approver starts the posting.', 'posting')
  return step('Post', 'done', words, undefined, 'posting')
}

function billStep(tieOut: TieOutGlance | undefined): CloseStep {
  const name = "Distributor's bill"
  if (tieOut === undefined) return step(name, 'busy', 'being read')
  const missing = tieOut.arrivals.filter(({ state }) => state !== 'there')
  const [first] = missing
  if (first === undefined)
    return step(name, 'done', tieOut.arrivals.length === 0 ? 'none is expected' : 'here', undefined, 'tie-out')
  return step(name, first.state === 'overdue' ? 'look' : 'unchanged', first.words, 'Sync once it is out.', 'tie-out')
}

function tieOutStep(tieOut: TieOutGlance | undefined): CloseStep {
  if (tieOut === undefined) return step('Tie-out', 'busy', 'being worked')
  const undecided = tieOut.states.open + tieOut.states.changed
  const words = `${String(undecided)} differences undecided`
  if (tieOut.verdict === 'could-not-be-checked') {
    return step('Tie-out', 'look', 'could not be checked', tieOut.gaps[0], 'tie-out')
  }
  if (undecided > 0) return step('Tie-out', 'changed', words, 'Decide on each difference.', 'tie-out')
  return step('Tie-out', 'done', 'every difference is decided', undefined, 'tie-out')
}

function closeStep({ closed }: Overview, tieOut: TieOutGlance | undefined): CloseStep {
  if (closed !== undefined) return step('Close', 'done', `closed by ${closed.by}`, undefined, 'tie-out')
  const [obstacle] = tieOut?.obstacles ?? []
  if (tieOut === undefined) return step('Close', 'unchanged', 'after the tie-out')
  if (obstacle !== undefined)
    return step('Close', 'blocks', `${String(tieOut.obstacles.length)} in the way`, obstacle.words, 'tie-out')
  return step('Close', 'changed', 'can be closed', 'An approver closes the month.', 'tie-out')
}

function step(name: string, tone: Tone, words: string, unblock?: string, screen?: StepScreen): CloseStep {
  return { name, tone, words, unblock, screen }
}

import { useMutation } from '@tanstack/react-query'
import { cancelJob, type Job } from '../api/jobs.ts'
import { isOver } from '../shell/live-state.ts'
import { useHolds } from '../shell/session-context.ts'
import { Button } from './button.tsx'
import { formatSeconds } from './format-time.ts'
import { Mark, type Tone } from './mark.tsx'
import { rateOf } from './rate-of.ts'
import { tell } from './toast.tsx'

const words = {
  created: ['unchanged', 'Waits for a worker'],
  retry: ['look', 'Will be tried again'],
  active: ['busy', 'At work'],
  completed: ['done', 'Done'],
  cancelled: ['unchanged', 'Cancelled'],
  failed: ['failed', 'Failed'],
} as const satisfies Record<Job['state'], readonly [Tone, string]>

export function JobMark({ job }: { job: Job }) {
  const [tone, word] = words[job.state]
  return <Mark tone={tone}>{word}</Mark>
}

/** A job: how far it is in real counts, how fast, how long it will take; and a way to cancel it. */
export function JobProgress({ job, what }: { job: Job; what: string }) {
  const mayCancel = useHolds('operator')
  const cancel = useMutation({
    mutationFn: () => cancelJob(job.id),
    onSuccess: () => {
      tell(`${what} is being cancelled.`)
    },
    onError: (error) => {
      tell(error.message, 'failed')
    },
  })
  const { progress } = job
  const rate = progress === undefined ? undefined : rateOf(progress)
  return (
    <div className="job" role="group" aria-label={what}>
      <strong>{what}</strong> <JobMark job={job} />
      {progress?.total === undefined || isOver(job) ? null : (
        <>
          <progress max={progress.total} value={progress.done} aria-label={what} />
          <span className="figure">
            {progress.done} of {progress.total}
          </span>
          {rate === undefined ? null : (
            <span className="hint figure">
              {rate.perMinute} a minute, {formatSeconds(rate.secondsLeft)} left
            </span>
          )}
        </>
      )}
      {job.failure === undefined ? null : <span className="failed">{job.failure}</span>}
      {mayCancel && !isOver(job) ? (
        <Button
          kind="danger"
          busy={cancel.isPending}
          run={() => {
            cancel.mutate()
          }}
        >
          Cancel
        </Button>
      ) : null}
    </div>
  )
}

import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { getJobs, readLiveState, type Job, type LiveState } from '../api/jobs.ts'

const key = ['jobs']

/**
 * Listens to what happens, in this page and in others: jobs are shown as they are told, and what another operator did
 * has every screen read again. The browser connects again by itself, and is then told all of it anew.
 */
export function useLiveState(): void {
  const cache = useQueryClient()
  useEffect(() => {
    const events = new EventSource('/api/v1/events')
    let last: LiveState | undefined
    events.addEventListener('state', ({ data }: MessageEvent<string>) => {
      const state = readLiveState(data)
      if (state === undefined) return
      cache.setQueryData(key, state.jobs)
      if (last !== undefined) readAgain(cache, last, state)
      last = state
    })
    return () => {
      events.close()
    }
  }, [cache])
}

/** The jobs, newest first: told by the stream, or read where it does not reach. */
export function useJobs(): readonly Job[] {
  return useQuery({ queryKey: key, queryFn: getJobs, refetchInterval: 15_000 }).data ?? []
}

function readAgain(cache: QueryClient, before: LiveState, now: LiveState): void {
  const ended = (state: LiveState) => state.jobs.filter(isOver).length
  const changes = before.activity !== now.activity || ended(before) !== ended(now)
  if (changes) {
    void cache.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'jobs' && queryKey[0] !== 'session' })
  } else if (now.jobs.some((job) => job.name === 'post-run' && job.state === 'active')) {
    void cache.invalidateQueries({ queryKey: ['postings'] })
  }
}

export function isOver({ state }: Job): boolean {
  return state === 'completed' || state === 'cancelled' || state === 'failed'
}

import { useQueryClient } from '@tanstack/react-query'

/** Reads a month's tie-out again, with its differences: after a change, and after a refusal, since another was faster. */
export function useTieOutChanged(month: string): () => Promise<void> {
  const cache = useQueryClient()
  return () => cache.invalidateQueries({ queryKey: ['tie-out', month] })
}

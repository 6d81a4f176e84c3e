import { useQuery } from '@tanstack/react-query'
import { Link, Navigate } from '@tanstack/react-router'
import { getRuns } from '../api/runs.ts'
import { Empty, Failed, Loading } from '../components/states.tsx'

/** Goes on to the month that is being closed: that of the newest run. */
export function NewestMonth() {
  const { data: runs, error, refetch } = useQuery({ queryKey: ['runs'], queryFn: getRuns })
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (runs === undefined) return <Loading what="the runs" />
  const [newest] = runs
  if (newest !== undefined) return <Navigate to="/months/$month/close" params={{ month: newest.month }} />
  return (
    <Empty>
      There is no dry run yet. <Link to="/setup">Set-up</Link> leads to it; where all is connected,{' '}
      <Link to="/runs">start one</Link> to see every invoice of a month as it would post.
    </Empty>
  )
}

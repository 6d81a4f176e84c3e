import { useQuery } from '@tanstack/react-query'
import { useMatches, useNavigate, useParams } from '@tanstack/react-router'
import { getRuns } from '../api/runs.ts'
import { recall, remember } from './remembered.ts'
import { screens } from './navigation.ts'

export interface ChosenMonth {
  /** Undefined while there is no run, so that no month is meant yet. */
  readonly month: string | undefined
  /** Those to choose from, newest first. */
  readonly months: readonly string[]
  /** Shows the same screen of another month. */
  readonly choose: (month: string) => void
}

/** The month that is worked on: that of the address, else the one chosen last, else that of the newest run. */
export function useMonth(): ChosenMonth {
  const { month: inAddress } = useParams({ strict: false })
  const navigate = useNavigate()
  const address = useMatches({ select: (matches) => matches.at(-1)?.fullPath })
  const { data: runs } = useQuery({ queryKey: ['runs'], queryFn: getRuns })
  const months = [...new Set((runs ?? []).map((run) => run.month))].sort().reverse()
  const kept = recall('month')
  const month = inAddress ?? (kept !== undefined && months.includes(kept) ? kept : months[0])
  if (inAddress !== undefined && inAddress !== kept) remember('month', inAddress)
  return {
    month,
    months: month === undefined || months.includes(month) ? months : [month, ...months].sort().reverse(),
    choose: (chosen) => {
      remember('month', chosen)
      const here = screens.find(({ scope, to }) => scope === 'month' && to === address)
      const to = here?.scope === 'month' ? here.to : '/months/$month/review'
      void navigate({ to, params: { month: chosen } })
    },
  }
}

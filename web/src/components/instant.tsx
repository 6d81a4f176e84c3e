import { useSession } from '../shell/session-context.ts'
import { formatInstant } from './format-time.ts'

/** A moment in the organization's own time. */
export function Instant({ at }: { at: string }) {
  const { organization } = useSession()
  return (
    <time dateTime={at} className="figure">
      {formatInstant(at, organization.timeZone)}
    </time>
  )
}

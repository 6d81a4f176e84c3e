import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { getConfig } from '../../api/config.ts'
import { Instant } from '../../components/instant.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Failed, Loading } from '../../components/states.tsx'
import './config.css'
import { ConfigEditor } from './config-editor.tsx'

/** What is billed to whom and how, as text: to change with its effect in money, to take away, to bring in. */
export function ConfigPage() {
  const { data, error, refetch } = useQuery({ queryKey: ['config'], queryFn: getConfig })
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what="the billing config" />
  return (
    <>
      <PageHead title="Billing config" actions={<Link to="/config/history">History</Link>}>
        {data === null ? (
          <>
            There is none yet. Write one, bring in a file, or let it be drafted from what was read:{' '}
            <Link to="/setup">Set-up</Link>.
          </>
        ) : (
          <>
            Version {data.version}, for months that start on {data.effectiveFrom} or later, applied by {data.recordedBy}{' '}
            <Instant at={data.recordedAt} />
          </>
        )}
      </PageHead>
      <ConfigEditor current={data ?? undefined} />
    </>
  )
}

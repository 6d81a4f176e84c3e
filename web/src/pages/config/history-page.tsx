import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { getConfigDiff, getConfigVersions, type ConfigVersion } from '../../api/config.ts'
import { ChoiceField } from '../../components/field.tsx'
import { Instant } from '../../components/instant.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Empty, Failed, Loading } from '../../components/states.tsx'
import type { Column } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'
import './config.css'
import { DiffView } from './diff-view.tsx'

const columns: readonly Column<ConfigVersion>[] = [
  { id: 'version', head: 'Version', isFigure: true, text: ({ version }) => String(version) },
  { id: 'from', head: 'For months from', text: ({ effectiveFrom }) => effectiveFrom },
  { id: 'by', head: 'Applied by', text: ({ recordedBy }) => recordedBy },
  {
    id: 'at',
    head: 'When',
    text: ({ recordedAt }) => recordedAt,
    cell: ({ recordedAt }) => <Instant at={recordedAt} />,
  },
  { id: 'sha256', head: 'Hash', isSecondary: true, text: ({ sha256 }) => sha256.slice(0, 12) },
]

/** Every version of the config, and what differs between two of them. */
export function ConfigHistoryPage() {
  const { after, before } = useSearch({ from: '/config/history' })
  const navigate = useNavigate({ from: '/config/history' })
  const { data, error, refetch } = useQuery({ queryKey: ['config', 'versions'], queryFn: getConfigVersions })
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what="the versions" />
  if (data.length === 0) return <Empty>No config was applied yet.</Empty>
  const newer = after ?? data[0]?.version ?? 0
  const older = before ?? newer - 1
  const show = (pair: { before: number; after: number }) => void navigate({ search: pair, replace: true })
  return (
    <>
      <PageHead title="Config history" actions={<Link to="/config">Edit the config</Link>}>
        The newest version of those that apply by a month’s first day counts for it.
      </PageHead>
      <DataTable
        label="Versions of the billing config"
        rows={data}
        columns={columns}
        keyOf={({ version }) => String(version)}
        chosen={String(newer)}
        open={({ version }) => {
          show({ before: version - 1, after: version })
        }}
      />
      {data.length < 2 ? (
        <p className="hint">With a second version, what differs is shown here.</p>
      ) : (
        <>
          <div className="pair">
            <VersionChoice
              label="From"
              versions={data}
              value={older}
              choose={(version) => {
                show({ before: version, after: newer })
              }}
            />
            <VersionChoice
              label="To"
              versions={data}
              value={newer}
              choose={(version) => {
                show({ before: older, after: version })
              }}
            />
          </div>
          {older < 1 ? (
            <p className="hint">Version 1 has none before it.</p>
          ) : (
            <VersionDiff before={older} after={newer} />
          )}
        </>
      )}
    </>
  )
}

function VersionChoice({
  label,
  versions,
  value,
  choose,
}: {
  label: string
  versions: readonly ConfigVersion[]
  value: number
  choose: (version: number) => void
}) {
  const choices = versions.map(({ version, recordedBy }) => ({
    value: String(version),
    label: `version ${String(version)}, ${recordedBy}`,
  }))
  return (
    <ChoiceField
      label={label}
      value={String(value)}
      choices={choices}
      change={(chosen) => {
        choose(Number(chosen))
      }}
    />
  )
}

function VersionDiff({ before, after }: { before: number; after: number }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['config', 'diff', before, after],
    queryFn: () => getConfigDiff(before, after),
  })
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what="what differs" />
  return <DiffView hunks={data.hunks} label={`From version ${String(before)} to ${String(after)}`} />
}

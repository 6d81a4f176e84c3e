import { Link } from '@tanstack/react-router'
import type { ClientConfigVersion } from '../../api/client.ts'
import { formatDay } from '../../components/format-time.ts'
import { Instant } from '../../components/instant.tsx'
import { DiffView } from '../config/diff-view.tsx'
import '../config/config.css'

/** What the config says of the client now, and each time that it came to say something else. */
export function ClientConfig({ versions }: { versions: readonly ClientConfigVersion[] }) {
  const [newest] = versions
  if (newest === undefined) return null
  return (
    <section aria-label="Config">
      <h2>
        Config since {formatDay(newest.effectiveFrom)}{' '}
        <Link className="hint" to="/config">
          change it
        </Link>
      </h2>
      {newest.excerpt === undefined ? (
        <p className="hint">The newest config names this client no more.</p>
      ) : (
        <pre className="excerpt" tabIndex={0} aria-label="What the config says of this client">
          {newest.excerpt}
        </pre>
      )}
      {versions.map(({ version, effectiveFrom, recordedAt, recordedBy, hunks }) => (
        <details key={version}>
          <summary>
            Version {version}, for months from {formatDay(effectiveFrom)}, by {recordedBy} <Instant at={recordedAt} />
          </summary>
          <DiffView hunks={hunks} label={`What version ${String(version)} changed`} />
        </details>
      ))}
    </section>
  )
}

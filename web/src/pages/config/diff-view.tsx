import type { DiffLine } from '../../api/config.ts'

const signs = { same: ' ', removed: '−', added: '+' } as const
const words = { same: '', removed: 'removed: ', added: 'added: ' } as const

/** What differs between two texts: the lines taken out and put in, with those around them. */
export function DiffView({ hunks, label }: { hunks: readonly (readonly DiffLine[])[]; label: string }) {
  if (hunks.length === 0) return <p className="hint">The texts are the same.</p>
  return (
    <div className="diff" role="group" aria-label={label}>
      {hunks.map((hunk) => (
        <table key={`${String(hunk[0]?.before ?? '')} ${String(hunk[0]?.after ?? '')}`} aria-label={label}>
          <tbody>
            {hunk.map((line) => (
              <tr key={`${line.kind} ${String(line.before ?? '')} ${String(line.after ?? '')}`} className={line.kind}>
                <td className="figure">{line.before}</td>
                <td className="figure">{line.after}</td>
                <td>
                  <code>
                    <span aria-hidden="true">{signs[line.kind]} </span>
                    <span className="unseen">{words[line.kind]}</span>
                    {line.text}
                  </code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  )
}

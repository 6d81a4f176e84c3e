import type { Why } from '../../api/why.ts'

/** What the line rests on, and since when we know it: the day of effect is a separate matter. */
export function EvidenceTable({ evidence }: { evidence: Why['evidence'] }) {
  return (
    <section aria-label="Evidence">
      <h3>Evidence</h3>
      {evidence.length === 0 ? (
        <p className="hint">None: the config states the line by itself.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Evidence</th>
              <th scope="col">Known since</th>
            </tr>
          </thead>
          <tbody>
            {evidence.map(({ kind, id, words, recordedAt }) => (
              <tr key={`${kind} ${id}`}>
                <th scope="row">
                  {words}
                  <br />
                  <code className="hash">{id}</code>
                </th>
                <td className="figure">
                  <time dateTime={recordedAt}>{recordedAt.slice(0, 16).replace('T', ' ')} UTC</time>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

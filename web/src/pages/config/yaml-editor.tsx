import { useMemo, useRef } from 'react'
import type { ConfigProblem } from '../../api/config.ts'

/** As high as a line of the style sheet. */
const lineHeight = 18

interface Props {
  readonly text: string
  readonly change: (text: string) => void
  readonly problems: readonly ConfigProblem[]
  readonly isReadOnly: boolean
}

/** Text with line numbers; a line with a problem is marked, and each problem goes to its line. */
export function YamlEditor({ text, change, problems, isReadOnly }: Props) {
  const area = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLPreElement>(null)
  const numbers = useMemo(() => gutterOf(text, problems), [text, problems])
  const goTo = (line: number) => {
    const element = area.current
    if (element === null) return
    const lines = text.split('\n')
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0)
    element.focus()
    element.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0))
    element.scrollTop = Math.max(0, (line - 6) * lineHeight)
  }
  return (
    <>
      {problems.length === 0 ? null : (
        <div role="alert" className="config-problems">
          <p className="failed">
            {problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`}; nothing was applied.
          </p>
          <ul>
            {problems.map(({ line, key, message }) => (
              <li key={`${String(line)} ${key} ${message}`}>
                <button
                  type="button"
                  className="amount"
                  onClick={() => {
                    goTo(line)
                  }}
                >
                  line {line}
                </button>{' '}
                {key === '' ? null : <code>{key}</code>} {message}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="yaml-editor">
        <pre ref={gutter} aria-hidden="true">
          {numbers}
        </pre>
        <textarea
          ref={area}
          aria-label="Billing config, as YAML"
          spellCheck={false}
          autoCapitalize="off"
          readOnly={isReadOnly}
          wrap="off"
          value={text}
          onChange={(event) => {
            change(event.target.value)
          }}
          onScroll={(event) => {
            if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop
          }}
        />
      </div>
    </>
  )
}

function gutterOf(text: string, problems: readonly ConfigProblem[]): string {
  const marked = new Set(problems.map(({ line }) => line))
  const count = text.split('\n').length
  return Array.from({ length: count }, (_, index) => `${marked.has(index + 1) ? '■ ' : ''}${String(index + 1)}`).join(
    '\n',
  )
}

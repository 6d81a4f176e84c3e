import type { Finding } from '../api/connections.ts'
import { Mark } from './mark.tsx'

const tones = { good: 'done', notice: 'changed', wrong: 'look' } as const
const words = { good: 'Good', notice: 'Note', wrong: 'Look' } as const

/** What was looked at and how it stands, each with what to do about it. */
export function Findings({ findings, named = true }: { findings: readonly Finding[]; named?: boolean }) {
  return (
    <ul className="flags">
      {findings.map(({ code, subject, state, message, nextStep }) => (
        <li key={`${code} ${subject}`}>
          {named ? (
            <>
              <Mark tone={tones[state]}>{subject}</Mark> {message}
            </>
          ) : (
            <>
              <Mark tone={tones[state]}>{words[state]}</Mark> {message}
            </>
          )}{' '}
          {nextStep === undefined ? null : <span className="hint">{nextStep}</span>}
        </li>
      ))}
    </ul>
  )
}

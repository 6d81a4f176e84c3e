import { useId } from 'react'

interface Common {
  readonly label: string
  readonly value: string
  readonly change: (value: string) => void
  readonly hint?: string
  /** What is wrong with it, in words that say what to do. */
  readonly problem?: string | undefined
}

function Labelled({
  id,
  label,
  hint,
  problem,
  children,
}: Pick<Common, 'label' | 'hint' | 'problem'> & { id: string; children: React.ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint === undefined ? null : (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem === undefined ? null : (
        <p className="failed" role="alert" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  )
}

function describedBy(id: string, { hint, problem }: Pick<Common, 'hint' | 'problem'>): string | undefined {
  const ids = [hint === undefined ? [] : [`${id}-hint`], problem === undefined ? [] : [`${id}-problem`]].flat()
  return ids.length === 0 ? undefined : ids.join(' ')
}

type TextProps = Common & {
  readonly type?: 'text' | 'password' | 'email' | 'date' | 'search' | 'url'
  readonly required?: boolean
  readonly autoComplete?: string
  readonly lines?: number
}

/** One line of text to enter, or several. */
export function TextField({ type = 'text', required = false, autoComplete, lines, ...common }: TextProps) {
  const id = useId()
  const { value, change, problem } = common
  const shared = {
    ...{ id, value, required, autoComplete },
    'aria-invalid': problem !== undefined,
    'aria-describedby': describedBy(id, common),
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      change(event.target.value)
    },
  }
  return (
    <Labelled id={id} {...common}>
      {lines === undefined ? <input type={type} {...shared} /> : <textarea rows={lines} {...shared} />}
    </Labelled>
  )
}

/** One of a few. */
export function ChoiceField({
  choices,
  ...common
}: Common & { readonly choices: readonly { readonly value: string; readonly label: string }[] }) {
  const id = useId()
  return (
    <Labelled id={id} {...common}>
      <select
        id={id}
        value={common.value}
        aria-describedby={describedBy(id, common)}
        onChange={(event) => {
          common.change(event.target.value)
        }}
      >
        {choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

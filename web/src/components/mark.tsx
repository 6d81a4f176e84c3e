/** What a state asks of the operator. Shape, colour and word stand together: never colour alone. */
const shapes = {
  blocks: '■',
  look: '▲',
  changed: '●',
  unchanged: '○',
  done: '✓',
  busy: '◐',
  failed: '✕',
} as const

export type Tone = keyof typeof shapes

export function Mark({ tone, children }: { tone: Tone; children: React.ReactNode }) {
  return (
    <span className={`mark tone-${tone}`}>
      <span aria-hidden="true">{shapes[tone]}</span> {children}
    </span>
  )
}

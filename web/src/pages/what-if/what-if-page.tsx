import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { askWhatIf } from '../../api/what-if.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { formatMonthName } from '../../components/format-time.ts'
import { PageHead } from '../../components/page-head.tsx'
import { Empty } from '../../components/states.tsx'
import { useHolds } from '../../shell/session-context.ts'
import { useMonth } from '../../shell/use-month.ts'
import { WhatIfEffects } from './what-if-effects.tsx'

const examples = [
  ['every cost rises by 5 %', 'product=*:unitCostPercent=5'],
  ['the house markup is 25 %', 'house:price.markupPercent=25'],
  ['seats are billed day by day', 'house:quantityBasis=daily'],
] as const

/** A month worked again with some settings, costs or terms supposed to be others. Nothing is stored. */
export function WhatIfPage() {
  const { month } = useMonth()
  const isOperator = useHolds('operator')
  const [text, setText] = useState('')
  const suppositions = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const ask = useMutation({ mutationFn: (asked: string) => askWhatIf(asked, suppositions) })
  if (month === undefined) return <Empty>There is no run yet, so there is no month to work again.</Empty>
  return (
    <>
      <PageHead title="What if">
        {formatMonthName(month)} as it is known now, beside what it would be. Nothing is stored or posted.
      </PageHead>
      <TextField
        label="What is supposed, one a line"
        lines={4}
        value={text}
        change={setText}
        hint="house:KEY=VALUE, client=ID:KEY=VALUE, item=ID:KEY=VALUE, line=CLIENT/LINE:KEY=VALUE or product=ID:KEY=VALUE"
        problem={ask.error?.message}
      />
      <div className="actions">
        {examples.map(([words, line]) => (
          <Button
            key={line}
            kind="quiet"
            run={() => {
              setText(text.trim() === '' ? line : `${text.trimEnd()}\n${line}`)
            }}
          >
            {words}
          </Button>
        ))}
        <Button
          kind="primary"
          busy={ask.isPending}
          disabled={!isOperator || suppositions.length === 0}
          run={() => {
            ask.mutate(month)
          }}
        >
          Work {formatMonthName(month)} both ways
        </Button>
      </div>
      {ask.isPending ? <p role="status">Every client is worked twice; a large month takes a while.</p> : null}
      {ask.data === undefined ? null : <WhatIfEffects effect={ask.data} />}
    </>
  )
}

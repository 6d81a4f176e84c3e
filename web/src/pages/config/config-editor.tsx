import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { applyConfig, planConfig, problemsOf, type ConfigText } from '../../api/config.ts'
import { Button } from '../../components/button.tsx'
import { downloadText } from '../../components/download-text.ts'
import { TextField } from '../../components/field.tsx'
import { tell } from '../../components/toast.tsx'
import { useHolds } from '../../shell/session-context.ts'
import { useMonth } from '../../shell/use-month.ts'
import { forgetDraft, keepDraft, keptDraft } from './draft.ts'
import { PlanEffects } from './plan-effects.tsx'
import { YamlEditor } from './yaml-editor.tsx'

/** The text, its checks, its effect in money, and its application. */
export function ConfigEditor({ current }: { current: ConfigText | undefined }) {
  const cache = useQueryClient()
  const { month } = useMonth()
  const [isOperator, isAdministrator] = [useHolds('operator'), useHolds('administrator')]
  const newest = { text: current?.yaml ?? '', basedOn: current?.version ?? 0 }
  const [draft, setDraft] = useState(() => keptDraft() ?? newest)
  const [effectiveFrom, setEffectiveFrom] = useState('')
  const isChanged = draft.text !== newest.text
  const isOvertaken = draft.basedOn !== newest.basedOn
  const plan = useMutation({ mutationFn: (yaml: string) => planConfig(yaml, month) })
  const apply = useMutation({
    mutationFn: () =>
      applyConfig({ yaml: draft.text, basedOn: draft.basedOn, ...(effectiveFrom === '' ? {} : { effectiveFrom }) }),
    onSuccess: async ({ version, isNew }) => {
      forgetDraft()
      setDraft({ text: draft.text, basedOn: version.version })
      tell(isNew ? `Applied as version ${String(version.version)}.` : 'The newest version says the same already.')
      await cache.invalidateQueries()
    },
    // Also after a refusal: another administrator may have applied one first.
    onError: () => cache.invalidateQueries({ queryKey: ['config'] }),
  })
  const change = (text: string, basedOn = draft.basedOn) => {
    const next = { text, basedOn }
    setDraft(next)
    keepDraft(next)
    plan.reset()
    apply.reset()
  }
  const planned = plan.data !== undefined && plan.variables === draft.text ? plan.data : undefined
  const failure = plan.error ?? apply.error
  const problems = problemsOf(failure)
  return (
    <>
      {isOvertaken ? (
        <p role="status" className="stale">
          Your draft was made from version {draft.basedOn}, and version {newest.basedOn} is the newest: applying it
          would undo what changed since.{' '}
          <Button
            run={() => {
              change(draft.text, newest.basedOn)
            }}
          >
            I have taken over the changes
          </Button>
        </p>
      ) : null}
      <div className="actions">
        {isOperator ? (
          <Button
            kind={planned === undefined ? 'primary' : 'quiet'}
            busy={plan.isPending}
            disabled={!isChanged}
            run={() => {
              plan.mutate(draft.text)
            }}
          >
            Check, and show the effect in money
          </Button>
        ) : null}
        {isAdministrator && planned !== undefined ? (
          <Button
            kind="primary"
            busy={apply.isPending}
            run={() => {
              apply.mutate()
            }}
          >
            Apply as version {newest.basedOn + 1}
          </Button>
        ) : null}
        <Button
          disabled={!isChanged}
          run={() => {
            forgetDraft()
            setDraft(newest)
            plan.reset()
            apply.reset()
          }}
        >
          Discard changes
        </Button>
        <ImportFile take={change} isAllowed={isOperator} />
        <Button
          disabled={draft.text === ''}
          run={() => {
            downloadText(`billing-config-${String(newest.basedOn)}.yaml`, 'application/yaml', draft.text)
          }}
        >
          Export
        </Button>
      </div>
      {isAdministrator && planned !== undefined ? (
        <div className="effective-from">
          <TextField
            label="For months that start on or after"
            type="date"
            value={effectiveFrom}
            change={setEffectiveFrom}
            hint="Empty: from the current month on. A closed month is not touched."
          />
        </div>
      ) : null}
      {failure !== null && problems.length === 0 ? (
        <p role="alert" className="failed">
          {failure.message}
        </p>
      ) : null}
      {planned === undefined ? null : <PlanEffects plan={planned} />}
      <YamlEditor text={draft.text} change={change} problems={problems} isReadOnly={!isOperator} />
      {isOperator ? null : <p className="hint">An operator changes the config, an administrator applies it.</p>}
    </>
  )
}

function ImportFile({ take, isAllowed }: { take: (text: string) => void; isAllowed: boolean }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button disabled={!isAllowed} run={() => input.current?.click()}>
        Bring in a file
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".yaml,.yml,text/yaml,application/yaml"
        aria-label="A config file"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file !== undefined) void file.text().then(take)
        }}
      />
    </>
  )
}

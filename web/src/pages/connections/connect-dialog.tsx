import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { beginConsent, connectBySecret, type Connection } from '../../api/connections.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ChoiceField, TextField } from '../../components/field.tsx'
import { tell } from '../../components/toast.tsx'
import { callbackOf, connectForms, firstValues, toBody, type ConnectForm, type FormField } from './connect-forms.ts'
import { PasteAnswer } from './paste-answer.tsx'

/** Connects, or renews a connection. A secret leaves the page with the request and is shown nowhere again. */
export function ConnectDialog({
  known,
  begin,
  close,
}: {
  known: Connection | undefined
  /** The name of a connection, of an adapter, or `new`. */
  begin: string
  close: () => void
}) {
  const wanted = known?.adapter ?? begin
  const [adapter, setAdapter] = useState(connectForms.find((form) => form.adapter === wanted)?.adapter ?? 'pax8')
  const form = connectForms.find((one) => one.adapter === adapter)
  if (form === undefined) return null
  return (
    <Dialog title={known === undefined ? 'Connect' : `Connect ${known.id} again`} close={close}>
      {known === undefined ? (
        <ChoiceField
          label="What"
          value={adapter}
          choices={connectForms.map((one) => ({ value: one.adapter, label: one.label }))}
          change={setAdapter}
          hint="Files, for any other system: seatledger connect file, and seatledger import."
        />
      ) : null}
      <AdapterForm key={adapter} form={form} known={known} close={close} />
    </Dialog>
  )
}

function AdapterForm({ form, known, close }: { form: ConnectForm; known: Connection | undefined; close: () => void }) {
  const cache = useQueryClient()
  const { origin } = window.location
  const [values, setValues] = useState(() => firstValues(form, known, origin))
  const [address, setAddress] = useState<string>()
  const isHere =
    values['redirectUri'] === `${origin}/connections/callback` || values['redirectUri'] === callbackOf(origin)
  const set = (name: string) => (value: string) => {
    setValues({ ...values, [name]: value })
  }
  const connect = useMutation({
    mutationFn: async () => {
      const body = toBody(form, values)
      return form.by === 'secret' ? connectBySecret(body) : beginConsent(body)
    },
    onSuccess: (answer) => {
      if (typeof answer !== 'string') {
        tell([`Connected: ${answer.account}.`, ...answer.notes, `Time: ${answer.clock}.`].join(' '))
        close()
      } else if (isHere) window.location.assign(answer)
      else setAddress(answer)
    },
    onSettled: () => {
      // Whatever came of it, a secret is not kept in the page.
      const secrets = form.fields.filter(({ kind }) => kind === 'secret').map(({ name }) => [name, ''] as const)
      setValues((before): Record<string, string> => ({ ...before, ...Object.fromEntries(secrets) }))
      return cache.invalidateQueries({ queryKey: ['connections'] })
    },
  })
  if (address !== undefined) return <PasteAnswer address={address} close={close} />
  const isWhole = form.fields.every(({ name, isOptional }) => isOptional === true || (values[name] ?? '').trim() !== '')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isWhole) connect.mutate()
      }}
    >
      <p>{form.about}</p>
      {known === undefined ? (
        <TextField
          label="Called"
          value={values['name'] ?? ''}
          change={set('name')}
          hint="Small letters, digits and hyphens; the config names it so."
        />
      ) : null}
      {form.fields.map((field) => (
        <Field key={field.name} field={field} value={values[field.name] ?? ''} change={set(field.name)} />
      ))}
      {connect.error === null ? null : (
        <p className="failed" role="alert">
          {connect.error.message}
        </p>
      )}
      <footer className="dialog-actions">
        <Button
          kind="primary"
          busy={connect.isPending}
          disabled={!isWhole}
          run={() => {
            connect.mutate()
          }}
        >
          {form.by === 'secret' ? 'Connect' : 'Go on to sign in there'}
        </Button>
      </footer>
    </form>
  )
}

function Field({ field, value, change }: { field: FormField; value: string; change: (value: string) => void }) {
  const { label, hint, kind, choices, isOptional } = field
  const shared = {
    label: isOptional === true ? `${label} (optional)` : label,
    value,
    change,
    ...(hint === undefined ? {} : { hint }),
  }
  if (kind === 'choice') return <ChoiceField {...shared} choices={choices ?? []} />
  if (kind === 'text') return <TextField {...shared} autoComplete="off" />
  return <TextField {...shared} type="password" autoComplete="new-password" />
}

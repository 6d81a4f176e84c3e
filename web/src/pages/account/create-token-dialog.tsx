import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { createToken } from '../../api/account.ts'
import { roles, type Role } from '../../api/users.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ChoiceField, TextField } from '../../components/field.tsx'
import { useSession } from '../../shell/session-context.ts'

const durations = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '366', label: 'a year' },
]

/** Makes a token, and shows it this once. */
export function CreateTokenDialog({ scopes, close }: { scopes: readonly string[]; close: () => void }) {
  const cache = useQueryClient()
  const { operator } = useSession()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [days, setDays] = useState('90')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(scopes.filter((one) => one.endsWith(':read'))),
  )
  const create = useMutation({
    mutationFn: () => createToken({ name, role, days: Number(days), scopes: [...chosen] }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['tokens'] }),
  })
  const possible = roles.slice(0, roles.indexOf(operator.role) + 1)
  return (
    <Dialog title="Make a token" close={close}>
      {create.data === undefined ? (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            create.mutate()
          }}
        >
          <TextField label="What uses it" value={name} change={setName} required autoComplete="off" />
          <ChoiceField
            label="Role"
            value={role}
            choices={possible.map((value) => ({ value, label: value }))}
            hint="At most this; less where your own role becomes less."
            change={(value) => {
              setRole(roles.find((one) => one === value) ?? role)
            }}
          />
          <ChoiceField label="Expires after" value={days} choices={durations} change={setDays} />
          <fieldset className="token-scopes">
            <legend>Scopes</legend>
            {scopes.map((scope) => (
              <label key={scope}>
                <input
                  type="checkbox"
                  checked={chosen.has(scope)}
                  onChange={({ target }) => {
                    setChosen(new Set(target.checked ? [...chosen, scope] : [...chosen].filter((one) => one !== scope)))
                  }}
                />{' '}
                {scope}
              </label>
            ))}
          </fieldset>
          {create.error === null ? null : (
            <p role="alert" className="failed">
              {create.error.message}
            </p>
          )}
          <button type="submit" className="primary" disabled={create.isPending || chosen.size === 0}>
            Make the token
          </button>
        </form>
      ) : (
        <div className="token-told">
          <p>Copy it now: it is shown this once, and only its hash is kept.</p>
          <code>{create.data}</code>
          <p className="hint">
            Send it as <code>Authorization: Bearer …</code>
          </p>
        </div>
      )}
    </Dialog>
  )
}

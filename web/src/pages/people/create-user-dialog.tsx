import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { createUser, type Role } from '../../api/users.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ChoiceField, TextField } from '../../components/field.tsx'
import { tell } from '../../components/toast.tsx'
import { isRole, roleChoices } from './role-choices.ts'

/** Gives a person a name, a first password and a role. */
export function CreateUserDialog({ close }: { close: () => void }) {
  const cache = useQueryClient()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [role, setRole] = useState<Role>('operator')
  const create = useMutation({
    mutationFn: () => createUser({ name, password, role }),
    onSuccess: () => {
      tell(`${name} may sign in as ${role}.`)
      void cache.invalidateQueries({ queryKey: ['users'] })
      close()
    },
  })
  return (
    <Dialog title="Add a person" close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate()
        }}
      >
        <TextField label="Name" value={name} change={setName} required autoComplete="off" />
        <TextField
          label="First password"
          type="password"
          value={password}
          change={setPassword}
          required
          autoComplete="new-password"
          hint="At least 12 characters. The person changes it under Account."
          problem={create.error?.message}
        />
        <ChoiceField
          label="Role"
          value={role}
          choices={roleChoices}
          change={(chosen) => {
            if (isRole(chosen)) setRole(chosen)
          }}
        />
        <button type="submit" className="primary" disabled={create.isPending}>
          Add {name === '' ? 'the person' : name} as {role}
        </button>
      </form>
    </Dialog>
  )
}

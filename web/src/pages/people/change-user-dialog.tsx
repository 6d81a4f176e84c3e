import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeUser, type Role, type User } from '../../api/users.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ChoiceField, TextField } from '../../components/field.tsx'
import { tell } from '../../components/toast.tsx'
import { isRole, roleChoices } from './role-choices.ts'

type Change = Parameters<typeof changeUser>[1]

/** One person's role, whether he may sign in, and a new password where he forgot his. */
export function ChangeUserDialog({ user, close }: { user: User; close: () => void }) {
  const cache = useQueryClient()
  const [role, setRole] = useState<Role>(user.role)
  const [password, setPassword] = useState('')
  const change = useMutation({
    mutationFn: ({ what }: { what: Change; done: string }) => changeUser(user, what),
    onSuccess: (_answer, { done }) => {
      tell(done)
      close()
    },
    // Also after a refusal: another administrator may have been faster.
    onSettled: () => cache.invalidateQueries({ queryKey: ['users'] }),
  })
  const isDisabled = user.disabledAt !== null
  const run = (what: Change, done: string) => () => {
    change.mutate({ what, done })
  }
  return (
    <Dialog title={user.name} close={close}>
      {change.error === null ? null : (
        <p role="alert" className="failed">
          {change.error.message}
        </p>
      )}
      <ChoiceField
        label="Role"
        value={role}
        choices={roleChoices}
        hint="Counts with the person’s next request."
        change={(chosen) => {
          if (isRole(chosen)) setRole(chosen)
        }}
      />
      <Button
        kind="primary"
        busy={change.isPending}
        disabled={role === user.role}
        run={run({ role }, `${user.name} is ${role} now.`)}
      >
        Make {user.name} {role}
      </Button>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          run({ password }, `${user.name} has a new password and is signed out everywhere.`)()
        }}
      >
        <TextField
          label="New password"
          type="password"
          value={password}
          change={setPassword}
          required
          autoComplete="new-password"
          hint="At least 12 characters. It signs the person out everywhere."
        />
        <button type="submit" disabled={change.isPending}>
          Set the password
        </button>
      </form>
      <p>
        {isDisabled ? (
          <Button busy={change.isPending} run={run({ disabled: false }, `${user.name} may sign in again.`)}>
            Let {user.name} sign in again
          </Button>
        ) : (
          <Button
            kind="danger"
            busy={change.isPending}
            run={run({ disabled: true }, `${user.name} can sign in no more; sessions and tokens have ended.`)}
          >
            Disable {user.name}
          </Button>
        )}
      </p>
    </Dialog>
  )
}

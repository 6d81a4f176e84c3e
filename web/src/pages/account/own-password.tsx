import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changePassword } from '../../api/account.ts'
import { TextField } from '../../components/field.tsx'
import { tell } from '../../components/toast.tsx'

export function OwnPassword() {
  const cache = useQueryClient()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: () => {
      tell('The password is changed; you are signed out everywhere else.')
      setCurrent('')
      setNext('')
      void cache.invalidateQueries({ queryKey: ['sessions'] })
    },
  })
  return (
    <section aria-labelledby="own-password">
      <h2 id="own-password">Password</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate()
        }}
      >
        <TextField
          label="Current password"
          type="password"
          value={current}
          change={setCurrent}
          required
          autoComplete="current-password"
        />
        <TextField
          label="New password"
          type="password"
          value={next}
          change={setNext}
          required
          autoComplete="new-password"
          hint="At least 12 characters. It signs you out everywhere else."
          problem={change.error?.message}
        />
        <button type="submit" disabled={change.isPending}>
          Change the password
        </button>
      </form>
    </section>
  )
}

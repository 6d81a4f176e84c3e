import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getUsers, type User } from '../../api/users.ts'
import { Button } from '../../components/button.tsx'
import { Instant } from '../../components/instant.tsx'
import { Mark } from '../../components/mark.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Empty, Failed, Loading, Stale } from '../../components/states.tsx'
import type { Column } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'
import { useHolds } from '../../shell/session-context.ts'
import { useKeys } from '../../shell/use-keys.ts'
import { ChangeUserDialog } from './change-user-dialog.tsx'
import { CreateUserDialog } from './create-user-dialog.tsx'

const columns: readonly Column<User>[] = [
  { id: 'name', head: 'Name', text: ({ name }) => name },
  { id: 'role', head: 'Role', text: ({ role }) => role },
  {
    id: 'state',
    head: 'State',
    text: ({ disabledAt }) => (disabledAt === null ? 'may sign in' : 'disabled'),
    cell: ({ disabledAt }) =>
      disabledAt === null ? (
        <Mark tone="done">may sign in</Mark>
      ) : (
        <Mark tone="unchanged">
          disabled since <Instant at={disabledAt} />
        </Mark>
      ),
  },
  {
    id: 'since',
    head: 'Made',
    text: ({ createdAt, createdBy }) => `${createdAt} by ${createdBy}`,
    cell: ({ createdAt, createdBy }) => (
      <>
        <Instant at={createdAt} /> by {createdBy}
      </>
    ),
    isSecondary: true,
  },
]

/** Who may sign in, and what each may do. */
export function PeoplePage() {
  const isAdministrator = useHolds('administrator')
  const { data, error, refetch } = useQuery({ queryKey: ['users'], queryFn: getUsers, enabled: isAdministrator })
  const [chosen, setChosen] = useState<User>()
  const [isCreating, setCreating] = useState(false)
  const create = () => {
    setCreating(true)
  }
  useKeys(isAdministrator ? [{ keys: '+', does: 'add a person', run: create }] : [])
  if (!isAdministrator) return <Empty>Users and roles are an administrator’s to see and to change.</Empty>
  if (data === undefined) {
    return error === null ? <Loading what="the users" /> : <Failed error={error} retry={() => void refetch()} />
  }
  return (
    <>
      <PageHead
        title="Users and roles"
        actions={
          <Button kind="primary" run={create} hint="+">
            Add a person
          </Button>
        }
      >
        Each role may do what those before it may: viewer, operator, approver, administrator.
      </PageHead>
      {error === null ? null : <Stale error={error} retry={() => void refetch()} />}
      <DataTable
        label="Users"
        rows={data}
        columns={columns}
        keyOf={({ id }) => id}
        open={setChosen}
        order={{ by: 'name', descending: false }}
      />
      {isCreating ? (
        <CreateUserDialog
          close={() => {
            setCreating(false)
          }}
        />
      ) : null}
      {chosen === undefined ? null : (
        <ChangeUserDialog
          user={chosen}
          close={() => {
            setChosen(undefined)
          }}
        />
      )}
    </>
  )
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { disconnect, type Connection } from '../../api/connections.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { tell } from '../../components/toast.tsx'

/** Takes a grant back; where the vendor cannot be told, forgetting it all the same is a second, named step. */
export function DisconnectDialog({ connection: { id, label }, close }: { connection: Connection; close: () => void }) {
  const cache = useQueryClient()
  const end = useMutation({
    mutationFn: (force: boolean) => disconnect(id, force),
    onSuccess: ({ outcome, reason }) => {
      if (outcome === 'not-told') {
        tell(
          `${id} is forgotten here. ${label} could not be told (${reason ?? ''}): remove SeatLedger there.`,
          'failed',
        )
      } else tell(`${id} is disconnected.`)
      void cache.invalidateQueries({ queryKey: ['connections'] })
      close()
    },
  })
  return (
    <Dialog
      title={`Disconnect ${id}?`}
      close={close}
      actions={
        <>
          {end.error === null ? null : (
            <Button
              kind="danger"
              busy={end.isPending}
              run={() => {
                end.mutate(true)
              }}
            >
              Forget it here although {label} was not told
            </Button>
          )}
          <Button
            kind="danger"
            busy={end.isPending}
            run={() => {
              end.mutate(false)
            }}
          >
            Disconnect {id}
          </Button>
        </>
      }
    >
      <p>
        The grant is taken back at {label}, and its secrets are forgotten here. What was read and posted stays;
        connecting again under the same name goes on with it.
      </p>
      {end.error === null ? null : (
        <p className="failed" role="alert">
          {end.error.message}
        </p>
      )}
    </Dialog>
  )
}

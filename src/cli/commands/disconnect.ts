import type { Command } from 'commander'
import { disconnect } from '../../app/disconnect.ts'
import { runHeedingInterrupt, type RegisterCommand } from '../command.ts'

export const registerDisconnect: RegisterCommand = (program, io) => {
  program
    .command('disconnect')
    .description('take a grant back and forget its secrets; what was read and posted stays')
    .argument('<connection>', "the connection's name")
    .option('--force', 'forget the secrets even where the vendor cannot be told', false)
    .action(async (connectionId: string, { force }: { force: boolean }, command: Command) => {
      await runHeedingInterrupt(io, command, async ({ context, adapters, keys }) => {
        const { connection, outcome, reason } = await disconnect(
          context,
          adapters,
          keys,
          { connectionId, force },
          io.signal,
        )
        const told = {
          revoked: 'The grant was taken back there.',
          'nothing-to-revoke': 'There was no grant to take back.',
          'not-told': `It could not be told (${reason ?? ''}): remove SeatLedger from the connected apps there yourself.`,
        }[outcome]
        const text = [
          `Disconnected "${connectionId}" from ${connection.adapter}. ${told}`,
          'Its tokens and secrets are forgotten; what was read and posted is kept.',
          `To go on: seatledger connect ${connection.adapter} --name ${connectionId}`,
        ]
        const data = { connection: connectionId, adapter: connection.adapter, outcome, reason: reason ?? null }
        return { data, text: text.join('\n'), exit: outcome === 'not-told' ? 'attention' : 'done' }
      })
    })
}

import { z } from 'zod'
import { noteClient } from '../../app/clients/note-client.ts'
import { oneClientParams } from '../contract/client.ts'
import { endpoint } from '../endpoint.ts'

export const postClientNotes = endpoint(
  {
    method: 'post',
    path: '/clients/{id}/notes',
    summary: 'Keeps a note on a client, with who wrote it and when; it is never changed',
    needs: 'operator',
    params: oneClientParams,
    body: z.strictObject({ text: z.string().max(10_000) }),
  },
  async ({ params: { id }, body: { text }, caller: { context } }) => {
    await noteClient(context, id, text)
    return undefined
  },
)

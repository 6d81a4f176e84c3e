import { PostingRejected } from '../errors.ts'
import type { PostedDocument, VoidRequest } from '../gateway.ts'
import { failureOfWrite, outcomeUnknown } from '../http/answer-failures.ts'
import { judged, label } from './client.ts'
import { heldDocument } from './documents.ts'
import { sendOnce } from './post.ts'
import type { WebhookReader } from './read.ts'
import { heldSchema } from './wire.ts'

/**
 * Asks the endpoint to take a document back, at the version that was looked at.
 * @throws {PostingRejected} when it does not (409: it was changed since; 404 or 405: it has no such thing).
 */
export async function voidDocument(
  { client }: WebhookReader,
  { documentId, version, requestId }: VoidRequest,
  signal: AbortSignal,
): Promise<PostedDocument> {
  const what = `the void of document ${documentId}`
  const request = {
    path: `/${encodeURIComponent(documentId)}/void`,
    id: requestId,
    body: JSON.stringify({ version }),
    what,
  }
  const answer = await sendOnce(client, request, signal)
  if (answer.status === 409) {
    const { words } = judged(answer)
    throw new PostingRejected(`${label} did not void document ${documentId}: ${words}. Look at it there.`, {
      field: undefined,
      vendorText: words,
    })
  }
  if (answer.status !== 200) throw failureOfWrite(label, judged(answer), what)
  const held = heldSchema.safeParse(answer.value).data
  if (held?.id === documentId && held.voided) return heldDocument(held)
  throw outcomeUnknown(label, what, 'its answer is not about this document as void', undefined)
}

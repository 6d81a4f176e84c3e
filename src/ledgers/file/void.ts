import { PostingRejected } from '../errors.ts'
import type { PostedDocument, VoidRequest } from '../gateway.ts'
import { readDocument } from './find.ts'
import type { FileLedger } from './post.ts'

/**
 * Takes a file back that nobody has taken yet: it goes from the folder into `.seatledger/voided`. What the other
 * system has, it must void itself.
 * @throws {PostingRejected} when it may have been read already, or was changed.
 */
export async function voidDocument(ledger: FileLedger, request: VoidRequest): Promise<PostedDocument> {
  const { folder, settings, clock } = ledger
  const { documentId, version } = request
  const document = await readDocument(ledger, documentId)
  const receipt = await folder.receipt(documentId)
  if (receipt === undefined || receipt.state === 'voided') return document
  const voided = { ...receipt, state: 'voided', at: clock.now().toISOString() } as const
  if (document.voided) {
    await folder.writeReceipt(voided)
    return document
  }
  const refuse = (why: string): PostingRejected => {
    const message = `${documentId} is not taken back: ${why}. Void the invoice in the other system, or bill a credit memo.`
    return new PostingRejected(message, { field: undefined, vendorText: '' })
  }
  if (document.version !== version) throw refuse('its file was changed since it was looked at')
  if (settings.takenAway) throw refuse('the other system takes files away, and may have read this one')
  const batch = (await folder.batches()).find(({ documentIds }) => documentIds.includes(documentId))
  if (batch !== undefined) throw refuse(`it was handed over in ${batch.fileName}`)
  if (settings.layout === 'each') await folder.takeBack(documentId)
  await folder.writeReceipt(voided)
  return { ...document, voided: true }
}

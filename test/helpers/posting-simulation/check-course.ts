import { quickBooksOnlineCapabilities } from '../../../src/ledgers/quickbooks-online/capabilities.ts'
import type { CourseResult } from './play-course.ts'

/** As many as the program allows itself, which is a safe part of what the vendor takes. */
const mostSentInASecond = quickBooksOnlineCapabilities.requestsPerSecond

/** What a course broke of the promise, in words; nothing: all is as it must be. */
export function brokenPromises(result: CourseResult): readonly string[] {
  const { inLedger, approved, states, wrongRecords, mostInFlight, mostInASecond, throttled, hadWrongClock } = result
  const open = states.filter((state) => state !== 'posted')
  const lost = approved.filter((invoice) => !inLedger.includes(invoice))
  const tooMany = inLedger.filter(
    (document, index) => !approved.includes(document) || inLedger.indexOf(document) !== index,
  )
  return [
    ...lost.map((invoice) => `not in the ledger: ${invoice}`),
    ...tooMany.map((document) => `once too often in the ledger: ${document}`),
    ...(open.length === 0 ? [] : [`left open: ${states.join(' ')}`]),
    ...wrongRecords.map((clientId) => `the record names another document: ${clientId}`),
    ...(mostInASecond <= mostSentInASecond ? [] : [`${String(mostInASecond)} requests were sent within one second`]),
    ...(throttled === 0 ? [] : [`the vendor found the pace too high ${String(throttled)} times`]),
    ...(hadWrongClock || mostInFlight <= 4 ? [] : [`${String(mostInFlight)} requests were on their way at once`]),
  ]
}

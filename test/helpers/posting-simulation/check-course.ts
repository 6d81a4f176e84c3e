import type { CourseResult } from './play-course.ts'

/** Four a second in the long run, and four at once after a quiet time: eight is the most that a second can see. */
const mostSentInASecond = 8

/** What a course broke of the promise, in words; nothing: all is as it must be. */
export function brokenPromises(result: CourseResult): readonly string[] {
  const { inLedger, approved, states, wrongRecords, mostInFlight, mostInASecond, hadWrongClock } = result
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
    ...(hadWrongClock || mostInFlight <= 4 ? [] : [`${String(mostInFlight)} requests were on their way at once`]),
  ]
}

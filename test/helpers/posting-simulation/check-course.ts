import type { CourseResult } from './play-course.ts'

/** What a course broke of the promise, in words; nothing: all is as it must be. */
export function brokenPromises(result: CourseResult): readonly string[] {
  const { inLedger, approved, states, wrongRecords, mostInFlight, throttled, hadWrongClock } = result
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
    ...(throttled === 0 ? [] : [`the vendor found the pace too high ${String(throttled)} times`]),
    ...(hadWrongClock || mostInFlight <= 4 ? [] : [`${String(mostInFlight)} requests were on their way at once`]),
  ]
}

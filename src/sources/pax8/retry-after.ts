/** The wait that a `Retry-After` header asks for (RFC 9110, 10.2.3): seconds, or an HTTP date. */
export function retryAfterMilliseconds(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined
  const text = header.trim()
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000)
  const instant = Date.parse(text)
  // Only dates with letters in them: Date.parse would take other texts, such as "-5", for years.
  if (!/[a-z]{3}/i.test(text) || Number.isNaN(instant)) return undefined
  return Math.max(0, instant - now.getTime())
}

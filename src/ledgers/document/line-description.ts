const marker = ' … (shortened)'

/**
 * What the client reads on a line: the description, then the working where the line is shown as one unit. A text that
 * is too long is cut with a marker; the working, which explains the amount, is never what is cut.
 * @param longest how many characters the ledger holds.
 */
export function lineDescription(description: string, working: string | undefined, longest: number): string {
  const tail = working === undefined ? '' : `\n${printable(working)}`
  const text = printable(description).trim()
  if (text.length + tail.length <= longest) return `${text}${tail}`.trim()
  return `${cutAt(text, longest - tail.length - marker.length)}${marker}${tail}`
}

/**
 * Without control characters (some ledgers answer in XML, which cannot hold them) and without halves of characters,
 * which would turn into others when the text is sent.
 */
function printable(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, ' ')
    .replace(/\p{Cs}/gu, '\uFFFD')
}

function cutAt(text: string, length: number): string {
  const cut = text.slice(0, length)
  // A character outside the basic plane takes two places; it is left out whole.
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut
}

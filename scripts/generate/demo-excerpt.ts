/**
 * The demo's output as the README shows it: real lines in their order, with `…` where lines are left out, so that it
 * can be read at once.
 */
export function demoExcerpt(output: string): string {
  const lines = output.trimEnd().split('\n')
  const kept = lines.map((line, index) => isShown(line, sectionOf(lines, index)))
  const shown: string[] = []
  lines.forEach((line, index) => {
    if (kept[index] === true) shown.push(line.trimEnd())
    else if (shown.at(-1) !== '…') shown.push('…')
  })
  return shown.join('\n').replaceAll(/…\n\n(?:…\n\n)+/g, '…\n\n')
}

/** The same excerpt of another run differs in nothing but ports and times. */
export function sameButForTimes(a: string, b: string): boolean {
  return withoutTimes(a) === withoutTimes(b)
}

function withoutTimes(text: string): string {
  return text
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1')
    .replaceAll(/\d+(?:\.\d)? s\b/g, 's')
    .replaceAll(/\.\d{3}Z/g, 'Z')
    .replaceAll(/ is kept in \S+;/g, ' is kept;')
}

interface Section {
  /** Its first line. */
  readonly title: string
  /** Which line of it this is, from 0. */
  readonly place: number
  /** The line that begins the present entry: a night, an anomaly, a basis. */
  readonly entry: string
}

/** What opens a section, and how many of its lines are shown whatever they say. */
const sections: readonly { readonly opens: RegExp; readonly shows: number }[] = [
  { opens: /^A simulated MSP /, shows: 5 },
  { opens: /synced night by night:$/, shows: 2 },
  { opens: /^The dry run, /, shows: 8 },
  { opens: / flagged, worst first:$/, shows: 5 },
  { opens: /^Bear Creek Winery: invoice /, shows: 15 },
  { opens: /^The first line under each of the quantity bases/, shows: 2 },
  { opens: /^Approved by the run's hash /, shows: 4 },
  { opens: /^Tie-out of /, shows: 1 },
  { opens: / differences want a person/, shows: 3 },
  { opens: /^\(1\) the distributor's invoice /, shows: 8 },
  { opens: /, our cost /, shows: 40 },
  { opens: /^Done in /, shows: 1 },
]

function sectionOf(lines: readonly string[], index: number): Section {
  let start = index
  while (start > 0 && !sections.some(({ opens }) => opens.test(lines[start] ?? ''))) start -= 1
  let entry = index
  while (entry > start && /^ {4}/.test(lines[entry] ?? '')) entry -= 1
  return { title: lines[start] ?? '', place: index - start, entry: lines[entry] ?? '' }
}

function isShown(line: string, { title, place, entry }: Section): boolean {
  const section = sections.find(({ opens }) => opens.test(title))
  if (section === undefined || line.trim() === '' || place < section.shows) return true
  if (title.endsWith('synced night by night:')) return line.includes('Bear Creek Winery')
  if (title.startsWith('The dry run, ')) return line.startsWith('Bear Creek Winery ')
  if (title.startsWith('The first line under each')) return line === entry || !entry.startsWith('  whole-at-')
  return false
}

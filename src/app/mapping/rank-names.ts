/** A thing that a gap may be mapped to. */
export interface Candidate<T> {
  readonly value: T
  readonly name: string
  readonly email?: string | undefined
}

export interface Ranked<T> {
  readonly value: T
  readonly name: string
  readonly reasons: readonly string[]
  /** For the order alone. */
  readonly score: number
}

const legalForms = /\b(?:inc|incorporated|llc|llp|ltd|limited|corp|corporation|co|company|gmbh|ag|bv|pty|plc|the)\b/g
/** Free mail is no sign that two addresses are of one company. */
const freeMail = new Set(['gmail.com', 'outlook.com', 'hotmail.com', 'yahoo.com', 'icloud.com', 'aol.com'])
/** Names less alike than this are not suggested. */
const leastLikeness = 0.6
const mostSuggested = 5

/** The candidates that a name and an e-mail address speak for, the best first. */
export function rankCandidates<T>(
  subject: { readonly name: string; readonly email?: string | undefined },
  candidates: readonly Candidate<T>[],
): readonly Ranked<T>[] {
  const ranked = candidates.flatMap((candidate): Ranked<T>[] => {
    const byName = nameSignal(subject.name, candidate.name)
    const isSameDomain = sameDomain(subject.email, candidate.email)
    if (byName === undefined && !isSameDomain) return []
    const reasons = [byName === undefined ? [] : [byName.reason], isSameDomain ? ['same e-mail domain'] : []].flat()
    const score = (byName?.score ?? 0) + (isSameDomain ? 1 : 0)
    return [{ value: candidate.value, name: candidate.name, reasons, score }]
  })
  return ranked.sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1)).slice(0, mostSuggested)
}

/** True when no one candidate stands out, so that nothing may be taken for granted. */
export function isAmbiguous(ranked: readonly Ranked<unknown>[]): boolean {
  const [best, second] = ranked
  return best !== undefined && second?.score === best.score
}

function nameSignal(a: string, b: string): { readonly score: number; readonly reason: string } | undefined {
  if (a.trim().toLowerCase() === b.trim().toLowerCase()) return { score: 3, reason: 'same name' }
  const [left, right] = [plainName(a), plainName(b)]
  if (left !== '' && left === right) return { score: 2, reason: 'same name but for its legal form or punctuation' }
  const likeness = likenessOf(left, right)
  if (likeness < leastLikeness) return undefined
  return { score: likeness, reason: `like in name, ${likeness.toFixed(2)}` }
}

function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .replace(legalForms, ' ')
    .trim()
    .replace(/\s+/g, ' ')
}

/** The share of letter pairs that two names have in common (Dice), from 0 to 1. */
function likenessOf(a: string, b: string): number {
  const [left, right] = [pairsOf(a), pairsOf(b)]
  const total = left.length + right.length
  if (total === 0) return 0
  const open = new Map<string, number>()
  for (const pair of left) open.set(pair, (open.get(pair) ?? 0) + 1)
  let common = 0
  for (const pair of right) {
    const count = open.get(pair) ?? 0
    if (count === 0) continue
    open.set(pair, count - 1)
    common += 1
  }
  return (2 * common) / total
}

function pairsOf(text: string): readonly string[] {
  return Array.from({ length: Math.max(text.length - 1, 0) }, (_, index) => text.slice(index, index + 2))
}

function sameDomain(a: string | undefined, b: string | undefined): boolean {
  const [left, right] = [domainOf(a), domainOf(b)]
  return left !== undefined && left === right && !freeMail.has(left)
}

function domainOf(email: string | undefined): string | undefined {
  const domain = email?.split('@')[1]?.trim().toLowerCase()
  return domain === '' ? undefined : domain
}

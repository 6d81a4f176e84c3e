import type { z } from 'zod'
import type { ConfigProblem } from './config-problem.ts'
import { nearestWord } from '../support/nearest-word.ts'
import type { PositionedYaml } from './positioned-yaml.ts'

/** A file that a person wrote, for messages about its places. */
export interface PositionedFile {
  readonly yaml: PositionedYaml
  /** Its name. */
  readonly file: string
}

/** The same with the keys of its format, so that a mistyped one can be told what was probably meant. */
export interface KeyedFile extends PositionedFile {
  readonly knownKeys: readonly string[]
}

export function isProblems(value: PositionedYaml | readonly ConfigProblem[]): value is readonly ConfigProblem[] {
  return Array.isArray(value)
}

/** What a schema found wrong, each at its place in the file and in words for the person who wrote it. */
export function schemaProblems(error: z.ZodError, place: KeyedFile): ConfigProblem[] {
  return problemsOf(error.issues, [], place)
}

function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  above: readonly PropertyKey[],
  place: KeyedFile,
): ConfigProblem[] {
  const mistyped = new Set(issues.flatMap((issue) => meantKeys(issue, place.knownKeys)))
  return issues
    .filter((issue) => !isMissing(issue) || !mistyped.has(formatPath(issue.path)))
    .flatMap((issue) => issueProblems(issue, [...above, ...issue.path], place))
}

/** The keys that were probably meant by mistyped ones: that they are missing too would be said twice. */
function meantKeys(issue: z.core.$ZodIssue, knownKeys: readonly string[]): string[] {
  if (issue.code !== 'unrecognized_keys') return []
  const meant = issue.keys.flatMap((key) => (knownKeys.includes(key) ? [] : (nearestWord(key, knownKeys) ?? [])))
  return meant.map((key) => formatPath([...issue.path, key]))
}

function isMissing(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.input === undefined
}

export function problemAt(
  { yaml, file }: PositionedFile,
  path: readonly PropertyKey[],
  message: string,
): ConfigProblem {
  return { file, line: yaml.lineOf(path), key: formatPath(path), message }
}

function issueProblems(issue: z.core.$ZodIssue, path: readonly PropertyKey[], place: KeyedFile): ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problemAt(place, [...path, key], unknownKeyMessage(key, place.knownKeys)))
  }
  if (issue.code === 'invalid_union') {
    const nearest = nearestBranch(issue.errors)
    const isStated = issue.message !== 'Invalid input'
    if (isStated && isAnotherForm(nearest, place.knownKeys)) return [problemAt(place, path, issue.message)]
    return problemsOf(nearest, path, place)
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return [problemAt(place, path, missingMessage(issue))]
  }
  return [problemAt(place, path, issue.message)]
}

/** Of several forms, the one that the text comes closest to: by its own keys first, then by the fewest things wrong. */
function nearestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const weigh = (issues: readonly z.core.$ZodIssue[]): number => issues.reduce((sum, issue) => sum + weight(issue), 0)
  const ownKeys = (issues: readonly z.core.$ZodIssue[]): number => weigh(issues.filter(isAboutOwnKeys))
  return [...branches].sort((a, b) => ownKeys(a) - ownKeys(b) || weigh(a) - weigh(b))[0] ?? []
}

function isAboutOwnKeys(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'unrecognized_keys' ? issue.path.length === 0 : issue.path.length <= 1
}

/** Whether a text is none of the forms, rather than one of them with a mistake: then the forms are what helps. */
function isAnotherForm(nearest: readonly z.core.$ZodIssue[], knownKeys: readonly string[]): boolean {
  const isWrongKind = (issue: z.core.$ZodIssue): boolean =>
    issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')
  const lacksOwnKey = nearest.some((issue) => isMissing(issue) && issue.path.length === 1)
  return nearest.some(isWrongKind) || (lacksOwnKey && meantHere(nearest, knownKeys).length === 0)
}

function meantHere(issues: readonly z.core.$ZodIssue[], knownKeys: readonly string[]): string[] {
  return issues.flatMap((issue) => meantKeys(issue, knownKeys))
}

function weight(issue: z.core.$ZodIssue): number {
  if (issue.code === 'unrecognized_keys') return issue.keys.length
  if (issue.code !== 'invalid_value' && issue.code !== 'invalid_type') return 1
  return issue.path.length === 0 ? 20 : 3
}

function missingMessage(issue: z.core.$ZodIssueInvalidType): string {
  return issue.message.includes('received undefined') ? 'is missing' : issue.message
}

function unknownKeyMessage(key: string, knownKeys: readonly string[]): string {
  if (knownKeys.includes(key)) return 'does not belong here'
  const nearest = nearestWord(key, knownKeys)
  return nearest === undefined
    ? 'is not a key of this format'
    : `is not a key of this format; did you mean "${nearest}"?`
}

function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${String(step)}]` : `${index === 0 ? '' : '.'}${String(step)}`))
    .join('')
}

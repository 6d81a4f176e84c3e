import type { PostedDifference } from '../../domain/posted-difference.ts'

/** The differences as this program stored them; none where the posting was not compared yet. */
export function readDifferences(text: string | undefined): readonly PostedDifference[] {
  return text === undefined ? [] : (JSON.parse(text) as PostedDifference[])
}

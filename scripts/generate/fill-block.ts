/**
 * Replaces what stands between `<!-- generated: name -->` and `<!-- end of name -->`.
 * @throws {Error} when the page has no such marks.
 */
export function fillBlock(page: string, name: string, content: string): string {
  const [opening, closing] = [`<!-- generated: ${name} -->`, `<!-- end of ${name} -->`]
  const start = page.indexOf(opening)
  const end = page.indexOf(closing)
  if (start < 0 || end < start) throw new Error(`The page has no ${opening} that is followed by ${closing}.`)
  return `${page.slice(0, start + opening.length)}\n\n${content}\n\n${page.slice(end)}`
}

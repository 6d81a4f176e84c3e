/** Whether a path fits a pattern in which `*` is any one segment and a final `/**` is anything below, or nothing. */
export function fitsPath(pattern: string, path: string): boolean {
  const isOpen = pattern.endsWith('/**')
  const expected = (isOpen ? pattern.slice(0, -'/**'.length) : pattern).split('/')
  const actual = path.split('/')
  if (isOpen ? actual.length < expected.length : actual.length !== expected.length) return false
  return expected.every((segment, position) => segment === '*' || segment === actual[position])
}

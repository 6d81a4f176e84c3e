/** One place at which two documents differ, each side as JSON; undefined: it is not there. */
export interface DifferingPlace {
  /** Such as `lines[2].reasons.steps[0].result`. */
  readonly path: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** Every place at which two JSON documents differ, in the order of the keys. Equal documents have none. */
export function differingPlaces(before: unknown, after: unknown, path = ''): DifferingPlace[] {
  if (Object.is(before, after)) return []
  if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
    const [left, right] = [entriesOf(before), entriesOf(after)]
    const keys = [...new Set([...left.keys(), ...right.keys()])]
    return keys.flatMap((key) => differingPlaces(left.get(key), right.get(key), join(path, key, Array.isArray(before))))
  }
  return [{ path, before: asJson(before), after: asJson(after) }]
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function entriesOf(value: object): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>(Object.entries(value))
}

function join(path: string, key: string, isList: boolean): string {
  if (isList) return `${path}[${key}]`
  return path === '' ? key : `${path}.${key}`
}

function asJson(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value)
}

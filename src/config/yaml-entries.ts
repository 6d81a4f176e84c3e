import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml'

/** The map of a list that has this text at a key: the client `bear-creek` of the clients. */
export function entryOf(list: unknown, key: string, id: string): YAMLMap | undefined {
  if (!isSeq(list)) return undefined
  return list.items.map(mapAt).find((map) => textOf(map?.get(key, true)) === id)
}

export function mapAt(node: unknown): YAMLMap | undefined {
  return isMap(node) ? node : undefined
}

function textOf(node: unknown): string | undefined {
  return isScalar(node) ? String(node.value) : undefined
}

const machineName = /[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f]{4}-/i

/** True for an id that no person can look up at the distributor: a uuid, or a name made of a hash. */
export function isMachineName(id: string): boolean {
  return machineName.test(id)
}

/**
 * The environment of PostgreSQL's programs: messages in English, because the log is searched for the reason of a failed
 * start, and none of the `PG…` variables that would change what the server does.
 */
export function serverEnvironment(): Record<string, string> {
  const environment: Record<string, string> = { LC_ALL: 'C', TZ: 'UTC' }
  for (const name of ['PATH', 'LD_LIBRARY_PATH', 'TMPDIR', 'TEMP', 'SystemRoot', 'SystemDrive']) {
    const value = process.env[name]
    if (value !== undefined) environment[name] = value
  }
  return environment
}

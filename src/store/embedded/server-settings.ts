/** The settings of the embedded server that matter to us, whatever a configuration file in the cluster says. */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // A committed row must survive a power cut.
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_min_messages: 'warning',
  // Statements can hold clients' names and prices; the program reports its failures itself.
  log_min_error_statement: 'panic',
  cluster_name: 'seatledger',
}

export function serverArguments(
  cluster: string,
  port: number,
  overrides: Readonly<Record<string, string>>,
): readonly string[] {
  const all = Object.entries({ ...settings, ...overrides, port: String(port) })
  return ['-D', cluster, ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

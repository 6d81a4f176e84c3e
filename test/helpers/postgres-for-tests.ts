import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { openPostgresForTests } from './open-postgres-for-tests.ts'
import type { PostgresForTests } from './open-postgres-for-tests.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers a GET with the {@link PostgresForTests} of this run, having started it if nobody had asked before. */
    readonly postgresForTestsUrl: string
  }
}

/**
 * One PostgreSQL for the whole test run. It starts with the first test that asks for a database: most files of pure
 * functions never do.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  let opened: Promise<PostgresForTests> | undefined
  const server = createServer((_request, response) => {
    opened ??= openPostgresForTests()
    opened.then(
      ({ adminUrl, template }) => response.end(JSON.stringify({ adminUrl, template })),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.stack : String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  project.provide('postgresForTestsUrl', `http://127.0.0.1:${String(portOf(server.address()))}/`)
  return async () => {
    server.closeAllConnections()
    server.close()
    const postgres = await opened?.catch(() => undefined)
    await postgres?.close()
  }
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('The test set-up does not listen on a port.')
  return address.port
}

import { z } from 'zod'
import { offerSetup } from '../../src/app/operators/set-up.ts'
import { openJobs, type Jobs } from '../../src/app/jobs/job-definitions.ts'
import { workJobs } from '../../src/app/jobs/work-jobs.ts'
import { adapterRegistry } from '../../src/cli/adapter-registry.ts'
import { readEnvironment } from '../../src/config/env.ts'
import { createTestApp } from './test-app.ts'
import { loadKeyRing } from '../../src/store/key-ring.ts'
import { listOrganizations } from '../../src/store/organizations.ts'
import { openMonthScene, type MonthScene } from './month-scene.ts'

const password = 'correct horse battery'

/** The small MSP of {@link MonthScene} with the page's server on it, as its first administrator asks it. */
export interface ApiScene {
  readonly month: MonthScene
  /** Asks below `/api/v1`: with a body it is a POST unless said otherwise. */
  ask(path: string, body?: object, method?: string): Promise<Response>
  /** Asks, and takes the answer only by this schema. */
  read<T>(path: string, schema: z.ZodType<T>, body?: object, method?: string): Promise<T>
  /** Works on jobs in this process until they are stopped. */
  startWorkers(): Promise<Jobs>
  close(): Promise<void>
}

export async function openApiScene(): Promise<ApiScene> {
  const month = await openMonthScene()
  const { database } = month.home.test
  const keys = await loadKeyRing(readEnvironment(month.home.environment))
  const app = createTestApp(database, keys)
  let headers: Record<string, string> = { 'content-type': 'application/json' }
  const ask: ApiScene['ask'] = async (path, body, method = body === undefined ? 'GET' : 'POST') =>
    app.request(`/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const [organization] = await listOrganizations(database)
  const token = organization === undefined ? '' : await offerSetup(database, organization)
  const begun = await ask('/setup', { token, name: 'Ada', password })
  const { csrfToken } = z.looseObject({ csrfToken: z.string() }).parse(await begun.json())
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? ''
  headers = { ...headers, cookie, 'x-seatledger-csrf': csrfToken }
  return {
    month,
    ask,
    read: async (path, schema, body, method) => schema.parse(await (await ask(path, body, method)).json()),
    startWorkers: async () => {
      const jobs = await openJobs(database)
      workJobs(jobs, { database, adapters: adapterRegistry, keys })
      return jobs
    },
    close: () => month.close(),
  }
}

import { z } from 'zod'
import { createOperator } from '../../src/app/operators/create-operator.ts'
import { signIn } from '../../src/app/operators/sign-in.ts'
import { csrfTokenOf } from '../../src/app/operators/secret-token.ts'
import { roles, type Role } from '../../src/domain/role.ts'
import { createTestApp, testPasswordCost as passwordCost } from './test-app.ts'
import type { Database } from '../../src/store/database.ts'
import { createOrganization, listOrganizations, type Organization } from '../../src/store/organizations.ts'

const password = 'correct horse battery'

export interface Asked {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly body?: object
}

/** An operator with a browser of his own. */
export interface ApiOperator {
  ask(path: string, asked?: Asked): Promise<Response>
  /** Asks, and fails with what the server said where it refused. */
  read<T>(path: string, answer: z.ZodType<T>, asked?: Asked): Promise<T>
}

export interface ApiOperators {
  /** One of each role, named by it, of the database's organization. */
  readonly as: (role: Role) => ApiOperator
  /** The administrator of another organization. */
  readonly stranger: ApiOperator
}

/** The page's API over a database with one organization, and operators who are signed in to it. */
export async function apiOperators(database: Database): Promise<ApiOperators> {
  const app = createTestApp(database)
  const operatorOf = async (organization: Organization, role: Role): Promise<ApiOperator> => {
    await createOperator({ database, organization, actor: 'test' }, { name: role, password, role }, passwordCost)
    const request = { name: role, password, userAgent: 'test' }
    const token = await signIn(database, organization.id, request, passwordCost)
    const headers = {
      'content-type': 'application/json',
      cookie: `seatledger_session=${token.text}`,
      'x-seatledger-csrf': csrfTokenOf(token),
    }
    const ask: ApiOperator['ask'] = async (path, { method = 'GET', body } = {}) =>
      app.request(`/api/v1${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    return {
      ask,
      read: async (path, answer, asked) => {
        const response = await ask(path, asked)
        const text = await response.text()
        if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${text}`)
        return answer.parse(text === '' ? undefined : JSON.parse(text))
      },
    }
  }
  const [ours] = await listOrganizations(database)
  if (ours === undefined) throw new Error('There is no organization to sign in to.')
  const all = new Map<Role, ApiOperator>()
  for (const role of roles) all.set(role, await operatorOf(ours, role))
  const theirs = await createOrganization(database, { name: 'Harbor IT', timeZone: 'UTC' })
  const stranger = await operatorOf(theirs, 'administrator')
  return {
    stranger,
    as: (role) => {
      const operator = all.get(role)
      if (operator === undefined) throw new Error(`Nobody signed in as ${role}.`)
      return operator
    },
  }
}

export const refusal = z.object({ error: z.looseObject({ code: z.string(), message: z.string() }) })

import type { Connection } from '../../api/connections.ts'

/** What is allowed of a connection, and what of it is used. */
export function limitWords({
  requestsPerSecond,
  requestsInFlight,
  requestsPerDay,
  readsThisMonth,
}: Connection['limits']) {
  return [
    [`${String(requestsPerSecond)} requests a second`],
    requestsInFlight === undefined ? [] : [`${String(requestsInFlight)} at once`],
    requestsPerDay === undefined ? [] : [`${requestsPerDay.toLocaleString('en-US')} a day`],
    readsThisMonth === undefined ? [] : [`${readsThisMonth.toLocaleString('en-US')} read this month`],
  ]
    .flat()
    .join(', ')
}

const names: Readonly<Record<string, string>> = {
  clientId: 'Client id',
  partnerName: 'Our name on its invoices',
  environment: 'Environment',
  realmId: 'Company id',
  tenantId: 'Organisation id',
  url: 'Endpoint',
  company: 'Books',
  directory: 'Folder',
  baseUrl: 'Address',
  apiBaseUrl: 'Address',
  documentStatus: 'Invoices arrive as',
}

/** Of what was stated those that an operator knows by name. */
export function settingWords(settings: Connection['settings']): readonly (readonly [string, string])[] {
  return Object.entries(names).flatMap(([key, name]) => {
    const value = settings[key]
    return value === undefined ? [] : [[name, value] as const]
  })
}

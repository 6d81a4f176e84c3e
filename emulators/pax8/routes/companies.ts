import { found, jsonResponse, onGet, type Pax8App } from '../call.ts'
import type { Pax8Context } from '../context.ts'
import { pageResponse } from '../paging.ts'
import type { Parameters } from '../parameters.ts'
import type { Company } from '../records.ts'
import { companyRow } from '../rows/company-row.ts'
import { byText, readSort, type Comparisons } from '../sorting.ts'

const statuses = ['Active', 'Inactive', 'Deleted']
const addressFields = ['city', 'country', 'stateOrProvince', 'postalCode'] as const
const flagFields = ['selfServiceAllowed', 'billOnBehalfOfEnabled', 'orderApprovalRequired'] as const

const comparisons: Comparisons<Company> = {
  name: byText((company) => company.name),
  city: byText((company) => company.address?.city),
  country: byText((company) => company.address?.country),
  stateOrProvince: byText((company) => company.address?.stateOrProvince),
  postalCode: byText((company) => company.address?.postalCode),
}

export function companyRoutes(app: Pax8App, { state, faults }: Pax8Context): void {
  const write = (company: Company): string => companyRow(company, faults.switches)

  onGet(app, '/v1/companies', (call) => {
    const fits = readFilter(call.parameters, faults.switches.deletedCompanies === 'hidden')
    const sort = readSort(call.parameters, comparisons)
    const rows = state.companies.query(`${faults.version} ${filterKey(call.query)}`, () => {
      const fitting = state.companies.all().filter(fits)
      return sort === undefined ? fitting : fitting.toSorted(sort)
    })
    return pageResponse(faults, call, rows, write)
  })

  onGet(app, '/v1/companies/:companyId', (call) =>
    jsonResponse(write(found(state.companies.get(call.id('companyId')), 'Company'))),
  )
}

/** Whether deleted companies are listed when nobody asks for a status is not documented, so it can be switched. */
function readFilter(parameters: Parameters, hidesDeleted: boolean): (company: Company) => boolean {
  const status = parameters.oneOf('status', statuses)
  const address = addressFields.map((field) => ({ field, wanted: parameters.text(field) }))
  const flags = flagFields.map((field) => ({ field, wanted: parameters.flag(field) }))
  return (company) =>
    (status === undefined ? !(hidesDeleted && company.status === 'Deleted') : company.status === status) &&
    address.every(({ field, wanted }) => wanted === undefined || company.address?.[field] === wanted) &&
    flags.every(({ field, wanted }) => wanted === undefined || (company[field] ?? false) === wanted)
}

/** The same filter and order give the same rows on every page. */
function filterKey(query: URLSearchParams): string {
  const names = ['sort', 'status', ...addressFields, ...flagFields]
  return JSON.stringify(names.map((name) => query.get(name)))
}

import { found, jsonResponse, onGet, type Pax8App } from '../call.ts'
import type { Pax8Context } from '../context.ts'
import { pageResponse } from '../paging.ts'
import { contactRow } from '../rows/company-row.ts'

/** Contacts are read below their company; a flat list does not exist. */
export function contactRoutes(app: Pax8App, { state, faults }: Pax8Context): void {
  onGet(app, '/v1/companies/:companyId/contacts', (call) => {
    const company = found(state.companies.get(call.id('companyId')), 'Company')
    return pageResponse(faults, call, state.contactsOf(company.id), (contact) => contactRow(contact, faults.switches))
  })

  onGet(app, '/v1/companies/:companyId/contacts/:contactId', (call) => {
    const contacts = state.contactsOf(call.id('companyId'))
    const contact = found(
      contacts.find(({ id }) => id === call.id('contactId')),
      'Contact or company',
    )
    return jsonResponse(contactRow(contact, faults.switches))
  })
}

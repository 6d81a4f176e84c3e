import type { Company } from '../../domain/subscription.ts'
import { readListing } from './read-listing.ts'
import type { SyncSession } from './sync-session.ts'
import { dueByRota } from './weekly-rota.ts'

/** All companies, and the contacts (for the billing e-mail): of those that are new, then once a week. */
export async function readCompanies(session: SyncSession): Promise<readonly Company[]> {
  const listing = await readListing(session, 'companies', {
    noun: 'company',
    idOf: ({ companyId }) => companyId,
    stored: (company) => company,
    endsMissing: true,
  })
  if (!listing.complete) {
    const message = 'the companies read differ from the count that the distributor gave'
    session.notes.incomplete('companies', 'listing-incomplete', message)
  }
  const companies = [...listing.records.values()]
  const all = companies.map(({ companyId }) => companyId)
  const keys = await dueByRota(session, all, { noun: 'company', belonging: 'contact', field: 'companyId' })
  if (keys.length > 0) {
    await readListing(session, 'contacts', {
      noun: 'contact',
      idOf: ({ contactId }) => contactId,
      stored: (contact) => contact,
      endsMissing: false,
      keys,
    })
  }
  return companies
}

import type { Company } from '../../domain/subscription.ts'
import { readListing } from './read-listing.ts'
import type { SyncSession } from './sync-session.ts'

/** All companies, and the contacts (for the billing e-mail) of those that are new or changed. */
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
  const keys = companies.filter(({ companyId }) => !listing.before.has(companyId)).map(({ companyId }) => companyId)
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

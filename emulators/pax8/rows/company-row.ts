import type { FaultSwitches } from '../fault-switches.ts'
import { writeJson, type JsonObject } from '../json-text.ts'
import type { Company, Contact } from '../records.ts'
import { renderTimestamp, styleOr } from '../timestamps.ts'

/** A company as its listing and its detail both show it. */
export function companyRow(company: Company, switches: FaultSwitches): string {
  const { id, name, address, phone, website, status, externalId, updatedDate } = company
  // The document's examples write this one timestamp with an offset that has no colon, so that is the default.
  const style = styleOr('minus-six', switches.timestamps)
  return writeJson(
    {
      id,
      name,
      address: { ...address },
      phone,
      website,
      status,
      externalId,
      selfServiceAllowed: company.selfServiceAllowed ?? false,
      billOnBehalfOfEnabled: company.billOnBehalfOfEnabled ?? false,
      orderApprovalRequired: company.orderApprovalRequired ?? false,
      updatedDate: updatedDate === undefined ? undefined : renderTimestamp(updatedDate, style),
    },
    switches.absentFields,
  )
}

export function contactRow(contact: Contact, switches: FaultSwitches): string {
  const { id, firstName, lastName, email, phone, createdDate } = contact
  const types = (contact.types ?? []).map(({ type, primary }): JsonObject => ({ type, primary }))
  return writeJson({ id, firstName, lastName, email, phone, createdDate, types }, switches.absentFields)
}

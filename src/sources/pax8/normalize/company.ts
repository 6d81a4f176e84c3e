import type { Company } from '../../../domain/subscription.ts'
import type { Contact, SourceProblem } from '../../source.ts'
import type { FieldReader } from '../field-reader.ts'
import { oneSpelling } from '../../one-spelling.ts'
import { companyWire, contactTypeWire, contactWire } from '../wire.ts'
import { openRow } from './row.ts'

const companyStatuses = new Map<string, Company['status']>([
  ['active', 'active'],
  ['inactive', 'inactive'],
  ['deleted', 'deleted'],
])

export function normalizeCompany(value: unknown, problems: SourceProblem[]): Company | undefined {
  const opened = openRow(companyWire, value, { noun: 'Company', problems })
  if (opened === undefined) return undefined
  const { row, fields } = opened
  return {
    companyId: row.id,
    name: fields.text('name', 'tell') ?? row.id,
    status: fields.choice('status', companyStatuses, oneSpelling),
    externalId: fields.text('externalId'),
    billedByDistributor: fields.flag('billOnBehalfOfEnabled'),
    billingEmail: billingEmailIn(fields, row.id),
  }
}

/** Pax8 may send the contacts within the company; what is odd in them is told when they are read on their own. */
function billingEmailIn(company: FieldReader, companyId: string): string | undefined {
  const contacts = company.raw('contacts')
  if (!Array.isArray(contacts)) return undefined
  const read = contacts.flatMap((contact) => normalizeContact(contact, companyId, []) ?? [])
  const billing = read.filter((contact) => contact.billing && contact.email !== undefined)
  return (billing.find((contact) => contact.primary) ?? billing[0])?.email
}

/** `primary`: for billing where the contact is a billing contact, else for any other type. */
export function normalizeContact(value: unknown, companyId: string, problems: SourceProblem[]): Contact | undefined {
  const opened = openRow(contactWire, value, { noun: `Contact of company ${companyId}`, problems })
  if (opened === undefined) return undefined
  const { row, fields } = opened
  const types = contactTypes(fields, row.id, problems)
  const billingTypes = types.filter(({ type }) => type === 'billing')
  const billing = billingTypes.length > 0
  return {
    companyId,
    contactId: row.id,
    name: [fields.text('firstName'), fields.text('lastName')].filter((part) => part !== undefined).join(' '),
    email: fields.text('email'),
    billing,
    primary: (billing ? billingTypes : types).some(({ primary }) => primary),
  }
}

const contactTypeNames = new Map(['admin', 'billing', 'technical'].map((name) => [name, name]))

function contactTypes(
  contact: FieldReader,
  contactId: string,
  problems: SourceProblem[],
): { readonly type: string; readonly primary: boolean }[] {
  const types = contact.raw('types')
  if (types === undefined) return []
  if (!Array.isArray(types)) {
    contact.tellAbout(
      'value-unreadable',
      'types',
      'has types that are no list; whether it is a billing contact is unknown.',
    )
    return []
  }
  return types.flatMap((value) => {
    const opened = openRow(contactTypeWire, value, { noun: `A type of contact ${contactId}`, problems })
    if (opened === undefined) return []
    return { type: opened.fields.choice('type', contactTypeNames, oneSpelling), primary: opened.fields.flag('primary') }
  })
}

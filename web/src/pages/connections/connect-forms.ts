import type { Connection } from '../../api/connections.ts'

/** What is typed to connect one adapter; the server checks it. */
export interface ConnectForm {
  readonly adapter: string
  readonly label: string
  readonly by: 'secret' | 'consent'
  readonly about: string
  readonly fields: readonly FormField[]
}

export interface FormField {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly kind: 'text' | 'secret' | 'choice'
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
  readonly isOptional?: boolean
  readonly first?: string
}

const redirect: FormField = {
  name: 'redirectUri',
  label: 'Redirect address',
  kind: 'text',
  hint: 'Enter the very same address among the redirect addresses of your app there. Where it is not this page, you paste the address that the browser ends at.',
}

export const connectForms: readonly ConnectForm[] = [
  {
    adapter: 'pax8',
    label: 'Pax8 (distributor)',
    by: 'secret',
    about: 'For reading only. The client id and its secret are made in the Integrations Hub of the Pax8 portal.',
    fields: [
      { name: 'clientId', label: 'Client id', kind: 'text' },
      { name: 'clientSecret', label: 'Client secret', kind: 'secret' },
      {
        name: 'partnerName',
        label: 'Our name on its invoices',
        kind: 'text',
        isOptional: true,
        hint: 'Only where Pax8 also bills partners below you.',
      },
    ],
  },
  {
    adapter: 'quickbooks-online',
    label: 'QuickBooks Online (ledger)',
    by: 'consent',
    about: 'With the keys of your own app at Intuit; then you sign in there and choose the company.',
    fields: [
      {
        name: 'environment',
        label: 'Keys for',
        kind: 'choice',
        choices: [
          { value: 'production', label: 'production' },
          { value: 'sandbox', label: 'sandbox companies' },
        ],
      },
      { name: 'clientId', label: 'Client id', kind: 'text' },
      { name: 'clientSecret', label: 'Client secret', kind: 'secret' },
      redirect,
    ],
  },
  {
    adapter: 'xero',
    label: 'Xero (ledger)',
    by: 'consent',
    about: 'With the keys of your own app at Xero; then you sign in there and choose the organisation.',
    fields: [
      { name: 'clientId', label: 'Client id', kind: 'text' },
      { name: 'clientSecret', label: 'Client secret', kind: 'secret' },
      redirect,
    ],
  },
  {
    adapter: 'webhook',
    label: 'An endpoint of your own (ledger)',
    by: 'secret',
    about: 'Each approved invoice is posted there as signed JSON.',
    fields: [
      { name: 'url', label: 'Address', kind: 'text', hint: 'Begins with https://' },
      { name: 'secret', label: 'Shared secret', kind: 'secret', hint: 'whsec_…' },
    ],
  },
]

/** What is known before anything is typed: what was stated before, and this page as the place to come back to. */
export function firstValues(form: ConnectForm, known: Connection | undefined, origin: string): Record<string, string> {
  const values: Record<string, string> = { name: known?.id ?? form.adapter }
  for (const { name, kind, choices } of form.fields) {
    const kept = kind === 'secret' ? undefined : known?.settings[name]
    values[name] = kept ?? (name === 'redirectUri' ? callbackOf(origin) : (choices?.[0]?.value ?? ''))
  }
  return values
}

export function callbackOf(origin: string): string {
  // No vendor takes an address of digits; this computer's own name means the same.
  return `${origin.replace('//127.0.0.1', '//localhost')}/connections/callback`
}

/** What is sent: what is optional and empty is left out. */
export function toBody(form: ConnectForm, values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const given = form.fields.flatMap(({ name, isOptional }) => {
    const value = values[name] ?? ''
    return isOptional === true && value.trim() === '' ? [] : [[name, value] as const]
  })
  return { adapter: form.adapter, name: values['name'] ?? '', ...Object.fromEntries(given) }
}

import { timingSafeEqual } from 'node:crypto'
import { InvalidInput } from '../../support/failure.ts'
import { LedgerAuthentication } from '../errors.ts'

/**
 * The parameters of the address that the browser was sent back to, when it is the answer to this very attempt.
 * @param label what was being connected: `QuickBooks`.
 * @throws {InvalidInput} when it is no address, or the answer to another attempt.
 * @throws {LedgerAuthentication} when the person did not grant access.
 */
export function readCallback(address: string, state: string, label: string): URLSearchParams {
  const answer = parametersOf(address)
  if (!isSame(answer.get('state') ?? '', state)) {
    throw new InvalidInput(
      'The address is not the answer to this connection attempt (its state differs). Start again, and finish in the same browser.',
    )
  }
  const error = answer.get('error')
  if (error !== null) {
    const name = /^[a-z_]{1,60}$/.test(error) ? error : 'an error'
    throw new LedgerAuthentication(`Access to ${label} was not granted (${name}). Start again to grant it.`)
  }
  return answer
}

/** The code of a grant. @throws {InvalidInput} when the address lacks it. */
export function codeOf(answer: URLSearchParams): string {
  const code = answer.get('code') ?? ''
  if (code !== '') return code
  throw new InvalidInput('The address lacks the code. Paste the whole address that the browser was sent to.')
}

/** The address to open in a browser, with what every OAuth consent page takes. */
export function consentAddress(
  url: string,
  parameters: Readonly<Record<'client_id' | 'scope' | 'redirect_uri' | 'state', string>>,
): string {
  const address = new URL(url)
  address.searchParams.set('client_id', parameters.client_id)
  address.searchParams.set('response_type', 'code')
  address.searchParams.set('scope', parameters.scope)
  address.searchParams.set('redirect_uri', parameters.redirect_uri)
  address.searchParams.set('state', parameters.state)
  return address.toString()
}

function parametersOf(address: string): URLSearchParams {
  const trimmed = address.trim()
  if (!URL.canParse(trimmed)) {
    throw new InvalidInput('That is no web address. Paste the whole address that the browser was sent to.')
  }
  return new URL(trimmed).searchParams
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return expected !== '' && a.length === b.length && timingSafeEqual(a, b)
}

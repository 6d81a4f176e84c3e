import { InvalidInput } from '../support/failure.ts'

/** A PostgreSQL connection URL that has been looked at. */
export interface DatabaseUrl {
  /** With the password. */
  readonly text: string
  /** Host, port and database, to be shown. */
  readonly place: string
  /** The same server, where every connection works as another role from its first statement on. */
  withRole(role: string): DatabaseUrl
}

/** @throws {DatabaseUrlInvalid} without repeating the text, which may hold a password. */
export function databaseUrl(text: string): DatabaseUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    throw new DatabaseUrlInvalid(
      'DATABASE_URL is not a PostgreSQL address. It should look like postgresql://user:password@host:5432/database; ' +
        'special characters in the password are written as %40 and the like.',
    )
  }
  return fromUrl(url)
}

function fromUrl(url: URL): DatabaseUrl {
  const host = url.searchParams.get('host') ?? url.host
  return {
    text: url.href,
    place: `${host}${url.pathname}`,
    withRole: (role) => {
      const copy = new URL(url)
      const options = [copy.searchParams.get('options') ?? '', `-c role=${role}`]
      copy.searchParams.set('options', options.join(' ').trim())
      // The driver does not read "+" as a space.
      copy.search = copy.search.replaceAll('+', '%20')
      return fromUrl(copy)
    },
  }
}

export class DatabaseUrlInvalid extends InvalidInput {
  override readonly code = 'store.database-url-invalid'
}

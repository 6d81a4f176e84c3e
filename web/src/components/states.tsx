import { ApiFailure } from '../api/request.ts'

export function Loading({ what }: { what: string }) {
  return (
    <p className="state" role="status">
      Reading {what} …
    </p>
  )
}

export function Empty({ children }: { children: React.ReactNode }) {
  return <div className="state">{children}</div>
}

/** What is shown although it could not be read again: as of before, and said so. */
export function Stale({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <p className="stale" role="status">
      Shown as it was read last: {error.message}{' '}
      <button type="button" onClick={retry}>
        Read again
      </button>
    </p>
  )
}

/** What went wrong, in the server's words, and the way to try again. */
export function Failed({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <div className="state failed" role="alert">
      <p>{error.message}</p>
      {error instanceof ApiFailure && error.status === 403 ? null : (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  )
}

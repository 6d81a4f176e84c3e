import { DatabaseError } from 'pg'
import { Failure, messageOf } from '../support/failure.ts'
import {
  DatabaseAccessDenied,
  DatabaseNotSupported,
  DatabaseUnreachable,
  DiskFull,
  TooManyConnections,
} from './failures.ts'

/**
 * Turns what the driver throws into a failure that says what to do. A violated constraint or a faulty statement is a
 * fault of the program, not of its surroundings: it is returned as it is, as is everything that is no database error.
 */
export function explainDatabaseError(error: unknown, place: string): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error
  const options = { cause: error }
  if (isDiskFull(error)) {
    return new DiskFull(
      `The disk of the database at ${place} is full; the change was not saved. Free space there, then repeat it.`,
      options,
    )
  }
  if (isCrowded(error)) {
    return new TooManyConnections(
      `The database at ${place} takes no more connections (${error.message}). Stop other programs that use it, start ` +
        'fewer workers, or raise its max_connections.',
      options,
    )
  }
  if (isDenied(error)) {
    return new DatabaseAccessDenied(
      `The database at ${place} does not let us in: ${error.message}. Check the user, password and database name in ` +
        'DATABASE_URL, and that the user owns the database.',
      options,
    )
  }
  if (isReadOnly(error)) {
    return new DatabaseNotSupported(
      `The database at ${place} is read-only (a standby, or set so). Name the primary server in DATABASE_URL.`,
      options,
    )
  }
  if (!isConnectionLoss(error)) return error
  return new DatabaseUnreachable(
    `The database at ${place} cannot be reached: ${messageOf(error)}. Check that the server runs and the address is right; ` +
      'what was under way was not saved and can be repeated.',
    options,
  )
}

/** Other transactions were in the way; the same again may succeed. */
export function isContention(error: unknown): boolean {
  return hasSqlState(error, ['40001', '40P01'])
}

/** The connection is gone or never was: the network, or the server itself. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isConnectionLoss)
  if (hasSqlState(error, ['57P01', '57P02', '57P03', '57P05', '08000', '08003', '08006', '08001', '08004'])) return true
  if (!(error instanceof Error)) return false
  const isNetwork = 'syscall' in error && error.message !== '' && !isDiskFull(error)
  return isNetwork || connectionMessages.some((text) => error.message.includes(text))
}

// The driver gives these no code.
const connectionMessages = [
  'Connection terminated',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
  'The server does not support SSL connections',
]

function isDiskFull(error: Error): boolean {
  return hasSqlState(error, ['53100']) || ('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT'))
}

function isCrowded(error: Error): boolean {
  // The second is our own pool: all its connections were busy for as long as we wait for one.
  return hasSqlState(error, ['53300']) || error.message === 'timeout exceeded when trying to connect'
}

function isDenied(error: Error): boolean {
  return hasSqlState(error, ['28000', '28P01', '3D000', '42501'])
}

function isReadOnly(error: Error): boolean {
  return hasSqlState(error, ['25006'])
}

function hasSqlState(error: unknown, states: readonly string[]): boolean {
  return error instanceof DatabaseError && error.code !== undefined && states.includes(error.code)
}

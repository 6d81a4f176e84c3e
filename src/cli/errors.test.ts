import { expect, test } from 'vitest'
import { DataDirectoryBusy } from '../store/embedded/directory-lock.ts'
import { DataDirectoryNotAccessible, DataDirectoryVersionMismatch } from '../store/embedded/failures.ts'
import { DatabaseUnreachable } from '../store/failures.ts'
import { exitCodeOf } from './errors.ts'

test('a data directory that cannot be used is a setting to mend; one that is busy is worth another try', () => {
  expect(exitCodeOf(new DataDirectoryNotAccessible('x'))).toBe('usage')
  expect(exitCodeOf(new DataDirectoryVersionMismatch('x'))).toBe('usage')
  expect(exitCodeOf(new DataDirectoryBusy('x', undefined))).toBe('unavailable')
  expect(exitCodeOf(new DatabaseUnreachable('x'))).toBe('unavailable')
})

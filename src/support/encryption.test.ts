import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decrypt, encrypt, encryptionKey, generateEncryptionKey } from './encryption.ts'

const key = encryptionKey(Buffer.alloc(32, 7).toString('base64'))
const context = ['organization', 'pax8', 'client-secret']

test('what was encrypted is read again with the same key and context', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (text, belongsTo) => {
      const wellFormed = Buffer.from(text, 'utf8').toString('utf8')
      expect(decrypt(encrypt(wellFormed, { key, context: belongsTo }), { key, context: belongsTo })).toBe(wellFormed)
    }),
  )
})

test('the same text is never encrypted to the same bytes', () => {
  const [first, second] = [encrypt('token', { key, context }), encrypt('token', { key, context })]
  expect(first.nonce).not.toEqual(second.nonce)
  expect(first.ciphertext).not.toEqual(second.ciphertext)
})

test('a value moved to another row is refused', () => {
  const value = encrypt('token', { key, context })
  expect(() => decrypt(value, { key, context: ['organization', 'pax8', 'other'] })).toThrow('belongs elsewhere')
  // The parts of the context do not run into each other.
  expect(() => decrypt(value, { key, context: ['organization', 'pax8client-secret', ''] })).toThrow('belongs elsewhere')
})

test('any changed bit is refused', () => {
  const value = encrypt('a longer token', { key, context })
  fc.assert(
    fc.property(
      fc.constantFrom('nonce' as const, 'ciphertext' as const, 'authenticationTag' as const),
      fc.nat(),
      fc.integer({ min: 0, max: 7 }),
      (part, position, bit) => {
        const bytes = Buffer.from(value[part])
        const index = position % bytes.length
        bytes.writeUInt8(bytes.readUInt8(index) ^ (1 << bit), index)
        expect(() => decrypt({ ...value, [part]: bytes }, { key, context })).toThrow('was changed')
      },
    ),
  )
})

test('a shortened authentication tag is refused', () => {
  const value = encrypt('token', { key, context })
  const authenticationTag = value.authenticationTag.slice(0, 4)
  expect(() => decrypt({ ...value, authenticationTag }, { key, context })).toThrow('was changed')
})

test('another key is refused', () => {
  const other = encryptionKey(generateEncryptionKey())
  expect(other.id).not.toBe(key.id)
  expect(() => decrypt(encrypt('token', { key, context }), { key: other, context })).toThrow('another key')
})

test('only 32 bytes in base64 are a key, and the refusal does not repeat the text', () => {
  for (const text of ['', 'hunter2', Buffer.alloc(31).toString('base64'), '!'.repeat(44), `${'A'.repeat(43)}!`]) {
    expect(() => encryptionKey(text)).toThrow('openssl rand -base64 32')
    if (text !== '') expect(() => encryptionKey(text)).not.toThrow(text)
  }
})

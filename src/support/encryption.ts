import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { Failure } from './failure.ts'

/** An AES-256 key, and the name by which stored values say that they were encrypted with it. */
export interface EncryptionKey {
  readonly id: string
  readonly bytes: Uint8Array
}

export interface Encrypted {
  readonly keyId: string
  /** 12 random bytes, never used twice with one key. */
  readonly nonce: Uint8Array
  readonly ciphertext: Uint8Array
  /** 16 bytes that show whether anything was changed. */
  readonly authenticationTag: Uint8Array
}

const keyBytes = 32
const nonceBytes = 12
const algorithm = 'aes-256-gcm'

/**
 * Reads a key written as base64 of 32 bytes.
 * @throws {EncryptionKeyInvalid} which does not repeat the text.
 */
export function encryptionKey(base64: string): EncryptionKey {
  const bytes = Buffer.from(base64.trim(), 'base64')
  // Buffer skips what is not base64, so only a text that comes out the same was one.
  if (bytes.length !== keyBytes || bytes.toString('base64').replace(/=+$/, '') !== base64.trim().replace(/=+$/, '')) {
    throw new EncryptionKeyInvalid(
      'The encryption key is not 32 bytes in base64 (44 characters). Make one with: openssl rand -base64 32',
    )
  }
  return { id: keyId(bytes), bytes }
}

export function generateEncryptionKey(): string {
  return randomBytes(keyBytes).toString('base64')
}

/**
 * Encrypts a text with AES-256-GCM.
 * @param context what the text belongs to. It is not stored, and the text can only be read again for the same one, so
 *   that a value moved to another row of the database is refused.
 */
export function encrypt(text: string, options: { key: EncryptionKey; context: readonly string[] }): Encrypted {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, options.key.bytes, nonce)
  cipher.setAAD(associatedData(options.context))
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return { keyId: options.key.id, nonce, ciphertext, authenticationTag: cipher.getAuthTag() }
}

/** @throws {DecryptionFailed} when the key, the context or any bit of the value is another one. */
export function decrypt(value: Encrypted, options: { key: EncryptionKey; context: readonly string[] }): string {
  try {
    const decipher = createDecipheriv(algorithm, options.key.bytes, value.nonce, { authTagLength: 16 })
    decipher.setAAD(associatedData(options.context))
    decipher.setAuthTag(value.authenticationTag)
    return Buffer.concat([decipher.update(value.ciphertext), decipher.final()]).toString('utf8')
  } catch (error) {
    throw new DecryptionFailed(
      'An encrypted value was changed, or belongs elsewhere, or was encrypted with another key.',
      { cause: error },
    )
  }
}

// As JSON, so that the parts cannot run into each other.
function associatedData(context: readonly string[]): Uint8Array {
  return Buffer.from(JSON.stringify(context), 'utf8')
}

/** Tells keys apart without telling anything about them: part of a hash of the key under a name of its own. */
function keyId(bytes: Uint8Array): string {
  return createHash('sha256').update('seatledger encryption key id').update(bytes).digest('hex').slice(0, 16)
}

export class EncryptionKeyInvalid extends Failure {
  override readonly code = 'encryption.key-invalid'
}

export class DecryptionFailed extends Failure {
  override readonly code = 'encryption.failed'
}

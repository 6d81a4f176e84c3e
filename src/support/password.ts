import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'

/** What one hash costs: `cost` blocks of 1 KB times `blockSize / 8`, `parallel` times over. */
export interface PasswordCost {
  readonly cost: number
  readonly blockSize: number
  readonly parallel: number
}

/** 64 MB and two passes: what OWASP's password storage page names for scrypt as one of its equal choices. */
export const passwordCost: PasswordCost = { cost: 2 ** 16, blockSize: 8, parallel: 2 }

const hashBytes = 32
const saltBytes = 16

/** `scrypt$65536$8$2$salt$hash`: what it cost stands with it, so that a later default leaves older hashes readable. */
export async function hashPassword(password: string, { cost, blockSize, parallel } = passwordCost): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await derive(password, salt, { cost, blockSize, parallel })
  const parts = [cost, blockSize, parallel, salt.toString('base64'), hash.toString('base64')]
  return ['scrypt', ...parts].join('$')
}

/** False for a wrong password, and for a hash that is not one of ours. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, cost, blockSize, parallel, salt, hash] = stored.split('$')
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) return false
  const expected = Buffer.from(hash, 'base64')
  const options = { cost: Number(cost), blockSize: Number(blockSize), parallel: Number(parallel) }
  const actual = await derive(password, Buffer.from(salt, 'base64'), options)
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

// One spelling of what was typed: keyboards differ in how they compose a letter with an accent.
function derive(password: string, salt: Uint8Array, { cost, blockSize, parallel }: PasswordCost): Promise<Buffer> {
  const options: ScryptOptions = { N: cost, r: blockSize, p: parallel, maxmem: 256 * cost * blockSize }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, hash) => {
      if (error === null) resolve(hash)
      else reject(error)
    })
  })
}

import { expect, test } from 'vitest'
import { isLoopback, isReachedByTls, requireProtected, type Reach } from './reach.ts'

const plain: Reach = { host: '127.0.0.1', tls: undefined, isBehindProxy: false }
const tls = { certificate: 'a certificate', key: 'its key' }

test('what others reach is served with TLS, or with a proxy that speaks it, or not at all', () => {
  for (const host of ['0.0.0.0', '::', '192.168.1.20', 'billing.example', '127.0.0.1.example', '128.0.0.1']) {
    expect(() => {
      requireProtected({ ...plain, host })
    }).toThrow('--behind-proxy')
    requireProtected({ ...plain, host, tls })
    requireProtected({ ...plain, host, isBehindProxy: true })
  }
})

test('this computer alone needs none of it', () => {
  for (const host of ['127.0.0.1', '127.8.0.1', '::1', 'localhost']) {
    expect([host, isLoopback(host)]).toEqual([host, true])
    requireProtected({ ...plain, host })
  }
  expect([
    isReachedByTls(plain),
    isReachedByTls({ ...plain, tls }),
    isReachedByTls({ ...plain, isBehindProxy: true }),
  ]).toEqual([false, true, true])
})

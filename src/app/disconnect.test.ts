import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostingScene, sceneLedger, type PostingScene } from '../../test/helpers/posting-scene.ts'
import { adapterRegistry } from '../cli/adapter-registry.ts'
import { withOrganization } from '../store/database.ts'
import { withAdvisoryLock } from '../store/locks.ts'
import { hasSecret } from '../store/secrets.ts'
import { createManualClock, systemClock } from '../support/clock.ts'
import { disconnect } from './disconnect.ts'
import { saveOAuthTokens, tokenLockName, tokensSecret } from './open-connection.ts'

let scene: PostingScene

beforeAll(async () => {
  scene = await openPostingScene({ clock: createManualClock(new Date('2036-01-01T06:00:00Z')) })
})

afterAll(async () => {
  await scene.close()
})

test('tokens that are being refreshed while the connection is taken away are not stored again', async () => {
  const { context, keys } = scene
  const { database, organization } = context
  const signal = new AbortController().signal
  const disconnecting = await withAdvisoryLock(database, tokenLockName(context, sceneLedger), async () => {
    const request = { connectionId: sceneLedger, force: true }
    const done = disconnect(context, adapterRegistry, keys, request, signal)
    await Promise.race([done, systemClock.sleep(500)])
    const fresh = { accessToken: 'a', accessExpiresAt: '2036-01-01T07:00:00Z', refreshToken: 'r' }
    const ends = { refreshExpiresAt: '2036-04-01T06:00:00Z', grantEndsAt: undefined }
    await saveOAuthTokens(context, keys, sceneLedger, { ...fresh, ...ends })
    return { done }
  })
  await disconnecting.done
  const name = { connectionId: sceneLedger, name: tokensSecret }
  expect(await withOrganization(database, organization.id, (tx) => hasSecret(tx, name))).toBe(false)
})

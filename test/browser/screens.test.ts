import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { openBrowserStage, type BrowserStage } from './stage/browser-stage.ts'
import { screens, visit } from './screens.ts'

let stage: BrowserStage

beforeAll(async () => {
  stage = await openBrowserStage()
}, 120_000)

afterAll(() => stage.close())

test.each(screens.map((screen) => [screen.name, screen] as const))(
  'on the screen %s axe finds nothing serious, light or dark, and the browser refuses nothing',
  async (name, screen) => {
    const page = await stage.openPage({ as: screen.isPublic === true ? 'nobody' : 'administrator' })
    await visit(page, stage.url, stage.month, screen)
    await expectAccessible(page, name)
    await page.context().close()
    expect(stage.takeComplaints()).toEqual([])
  },
)

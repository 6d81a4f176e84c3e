import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowserStage, password, type BrowserStage } from './stage/browser-stage.ts'

let stage: BrowserStage

beforeAll(async () => {
  stage = await openBrowserStage()
}, 120_000)

afterAll(() => stage.close())

/** Presses Tab until what has the focus reads so to a screen reader, as somebody without a mouse does. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  const passed: string[] = []
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    const read = (await focused.count()) === 0 ? '' : await focused.ariaSnapshot()
    // What is within it is read too; it is what the focus itself is on that counts.
    if (read.replace(/^- '?/u, '').startsWith(wanted)) return
    passed.push(read)
  }
  throw new Error(`Tab never came to ${wanted}; it passed: ${passed.join(' ')}`)
}

test('by mouse: the first administrator is made by the link, reviews, asks why and approves', async () => {
  const page = await stage.openPage({ as: 'nobody' })
  await page.goto(stage.setupLink)
  await page.getByLabel('Name').fill('Ada')
  await page.getByLabel('Password').fill('short')
  await page.getByRole('button', { name: 'Make administrator and sign in' }).click()
  // The browser itself says that it is too short: nothing was sent.
  expect(await page.locator('input:invalid').count()).toBe(1)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Make administrator and sign in' }).click()
  await page.getByText('Ada, administrator').waitFor()
  await page.goto(`${stage.url}/months/2026-04/review`)
  await page.getByRole('link', { name: 'North Wind Bakery' }).click()
  const invoice = page.getByRole('region', { name: 'Invoice of North Wind Bakery' })
  // Three seats' worth of managed support at 40.00.
  await invoice.getByRole('button', { name: /^Why 120\.00/ }).click()
  const why = page.getByRole('dialog', { name: 'Why this number' })
  await why
    .getByText(/120\.00/)
    .first()
    .waitFor()
  await why.getByRole('button', { name: /Close/ }).click()
  await invoice.getByRole('button', { name: 'Approve North Wind Bakery, 120.00 USD' }).click()
  await invoice.getByText('Approved by Ada').waitFor()
  expect(stage.takeComplaints()).toEqual([])
  await page.context().close()
})

test('by keyboard alone: signs in, finds a client, asks why, closes it and approves', async () => {
  const page = await stage.openPage({ as: 'nobody' })
  await page.goto(`${stage.url}/months/2026-04/review`)
  await tabTo(page, 'textbox "Name"')
  await page.keyboard.type('Ada')
  await tabTo(page, 'textbox "Password"')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Bear Creek Winery' }).waitFor()
  await tabTo(page, 'link "Bear Creek Winery"')
  await page.keyboard.press('Enter')
  const invoice = page.getByRole('region', { name: 'Invoice of Bear Creek Winery' })
  await invoice.getByRole('button', { name: /^Why / }).first().waitFor()
  await tabTo(page, 'button "Why 80.00')
  await page.keyboard.press('Enter')
  const why = page.getByRole('dialog', { name: 'Why this number' })
  // Two times managed support at 40.00.
  await why
    .getByText(/80\.00/)
    .first()
    .waitFor()
  await page.keyboard.press('Escape')
  await why.waitFor({ state: 'detached' })
  await tabTo(page, 'button "Approve Bear Creek Winery')
  await page.keyboard.press('Enter')
  await invoice.getByText('Approved by Ada').waitFor()
  expect(stage.takeComplaints()).toEqual([])
  await page.context().close()
})

test('a viewer sees the month, and no button that would approve it', async () => {
  const page = await stage.openPage({ as: 'viewer' })
  await page.goto(`${stage.url}/months/2026-04/review`)
  await page.getByRole('link', { name: 'Tidewater Boatyard' }).click()
  await page.getByRole('region', { name: 'Invoice of Tidewater Boatyard' }).waitFor()
  expect(await page.getByRole('button', { name: /^Approve\b/ }).count()).toBe(0)
  await page.context().close()
})

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { smallRow } from '../../src/sources/file/fixtures/charges-file.ts'
import { openChargesScene, type LateChargeScene } from '../helpers/late-charge-scene.ts'
import { openBrowserStageOn, password, type BrowserStage } from './stage/browser-stage.ts'
import { keyboard, mouse, type Hands } from './stage/hands.ts'

// One server and one browser for the whole of it: two months are closed one after the other, as they are in life.

let scene: LateChargeScene
let stage: BrowserStage

beforeAll(async () => {
  scene = await openChargesScene()
  stage = await openBrowserStageOn(scene, '2026-04')
}, 120_000)

afterAll(() => stage.close())

interface Month {
  readonly iso: string
  readonly name: string
  /** What turns up after everything was posted: nobody was invoiced for it. */
  readonly late: string
  readonly total: string
}

/** From the run to the difference that is left, which nobody has decided yet. */
async function billMonth(page: Page, hands: Hands, { iso, name }: Month): Promise<void> {
  const { screens, dialog } = partsOf(page)
  await hands.press(screens.getByRole('link', { name: 'Runs' }))
  await hands.press(page.getByRole('button', { name: 'Start a run' }))
  await hands.enter(dialog.getByLabel('Month'), iso)
  await hands.press(dialog.getByRole('button', { name: `Run ${name} for all clients` }))
  // Told as it happens: nothing is loaded again.
  const run = page.getByRole('row').filter({ hasText: name }).filter({ hasText: 'Ready' })
  await run.waitFor()
  await hands.press(run.getByRole('link', { name }))
  // 20.00 and 30.00 at 20 % more: 24.00 and 36.00.
  await hands.press(page.getByRole('button', { name: 'Approve 2 clients, 60.00 USD' }))
  await hands.press(dialog.getByRole('button', { name: 'Approve 2 clients, 60.00 USD' }))
  await page.getByRole('button', { name: 'Approved 2', exact: true }).waitFor()
  await hands.press(screens.getByRole('link', { name: 'Posting' }))
  await hands.press(page.getByRole('button', { name: 'Post 2 invoices, 60.00 USD' }))
  await hands.press(dialog.getByRole('button', { name: 'Post 2 invoices, 60.00 USD' }))
  await page.getByRole('button', { name: 'Posted 2', exact: true }).waitFor({ timeout: 30_000 })
}

function partsOf(page: Page) {
  return { screens: page.getByRole('navigation', { name: 'Screens' }), dialog: page.getByRole('dialog') }
}

async function openDifference(page: Page, hands: Hands, { late }: Month): Promise<void> {
  await hands.press(page.getByRole('link', { name: new RegExp(`difference.* undecided`) }).first())
  const pane = page.getByRole('region', { name: 'The open difference' })
  const row = page.getByRole('grid').getByRole('row').filter({ hasText: late }).first()
  if (hands.name === 'by mouse') await hands.press(row)
  else {
    // A table is one stop of Tab; its rows are walked through by the arrows.
    await row.waitFor()
    await hands.press(page.getByRole('grid').first())
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
  }
  await pane.getByText(late).first().waitFor()
}

async function closeMonth(page: Page, hands: Hands, { name, total }: Month): Promise<void> {
  const { dialog } = partsOf(page)
  await hands.press(page.getByRole('button', { name: `Close ${name}` }))
  await hands.press(dialog.getByRole('button', { name: `Close at ${total} USD, 0.00 unexplained` }))
  await page.getByRole('link', { name: 'Download the close pack' }).waitFor()
}

const april: Month = { iso: '2026-04', name: 'April 2026', late: '7.00', total: '57.00' }
const may: Month = { iso: '2026-05', name: 'May 2026', late: '5.00', total: '55.00' }

test('April is closed by mouse; a second person sees each decision as it is made, and cannot decide over it', async () => {
  const [page, other] = [await stage.openPage(), await stage.openPage({ as: 'approver' })]
  const hands = mouse()
  await page.goto(`${stage.url}/runs`)
  await billMonth(page, hands, april)
  await scene.importInvoice('late.csv', '7.00', lateRowOf(april, 'I2'))
  await hands.press(partsOf(page).screens.getByRole('link', { name: 'Tie-out' }))
  await openDifference(page, hands, april)
  await other.goto(page.url())
  const theirs = partsOf(other).dialog
  await other
    .getByRole('button', { name: /^Accept/ })
    .first()
    .click()
  await theirs.getByLabel('Reason').fill('I was first')

  await hands.press(page.getByRole('button', { name: /^Accept/ }).first())
  await hands.enter(partsOf(page).dialog.getByLabel('Reason'), 'Waived')
  await hands.press(partsOf(page).dialog.getByRole('button', { name: /^Accept/ }))
  await page.getByText('Accepted: 7.00 USD').first().waitFor()

  await theirs.getByRole('button', { name: /^Accept/ }).click()
  await theirs.getByRole('alert').getByText('is decided already').waitFor()
  await theirs.getByRole('button', { name: /^Close/ }).click()
  // Without loading anything again.
  await other.getByRole('button', { name: `Close ${april.name}` }).waitFor()
  await closeMonth(page, hands, april)
  await other.getByRole('link', { name: 'Download the close pack' }).waitFor()
  process.stdout.write(
    `April was closed ${hands.name}: 1 decision, ${String(hands.acts())} clicks, ${String(hands.letters())} letters typed.\n`,
  )
  expect(stage.takeComplaints()).toEqual([])
  await other.context().close()
  await page.context().close()
}, 180_000)

test('a network that is slow is waited for in words, one that fails is told with a way to try again', async () => {
  const page = await stage.openPage({ as: 'viewer' })
  await page.route('**/api/v1/months/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    await route.continue()
  })
  await page.goto(`${stage.url}/months/2026-04/close`)
  await page.getByText('Reading April 2026 …').waitFor()
  await page.getByRole('heading', { name: 'Close April 2026' }).waitFor()
  await page.unrouteAll({ behavior: 'wait' })
  await page.route('**/api/v1/activity**', (route) => route.abort())
  await page.goto(`${stage.url}/activity`)
  const failed = page.getByRole('alert').filter({ hasText: 'The server did not answer.' })
  await failed.first().waitFor()
  await page.unrouteAll({ behavior: 'wait' })
  await failed.first().getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('cell', { name: 'close month' }).first().waitFor()
  await page.context().close()
  expect(stage.takeComplaints()).toEqual([])
})

test('May is closed by keyboard alone, after the session has ended over night', async () => {
  const page = await stage.openPage()
  await page.goto(`${stage.url}/runs`)
  await page.getByRole('heading', { name: 'Runs' }).waitFor()
  scene.clock.advanceTo(new Date('2026-06-05T09:00:00Z'))
  const second = smallRow({ ...rowOf(may, 'I3'), Customer: 'C2', Line: '2', Qty: '3', Amount: '30.00' })
  await scene.importInvoice('may.csv', '50.00', smallRow(rowOf(may, 'I3')), second)
  const hands = keyboard(page)
  // Whatever is asked next tells that the session is over; the screen stays the one that it was.
  await page.keyboard.press('g')
  await page.keyboard.press('v')
  await hands.enter(page.getByLabel('Name'), 'Ada')
  await hands.enter(page.getByLabel('Password'), password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Activity' }).waitFor()
  await billMonth(page, hands, may)
  await scene.importInvoice('late-may.csv', '5.00', lateRowOf(may, 'I4'))
  await hands.press(partsOf(page).screens.getByRole('link', { name: 'Tie-out' }))
  await openDifference(page, hands, may)
  await hands.press(page.getByRole('button', { name: /^Accept/ }).first())
  await hands.enter(partsOf(page).dialog.getByLabel('Reason'), 'Waived')
  await hands.press(partsOf(page).dialog.getByRole('button', { name: /^Accept/ }))
  await page.getByText('Accepted: 5.00 USD').first().waitFor()
  await closeMonth(page, hands, may)
  process.stdout.write(
    `May was closed ${hands.name}: 1 decision, ${String(hands.acts())} keys, ${String(hands.letters())} letters typed.\n`,
  )
  expect(stage.takeComplaints()).toEqual([])
  await page.context().close()
}, 180_000)

function rowOf({ iso }: Month, invoice: string): Readonly<Record<string, string>> {
  return { Invoice: invoice, Date: `${iso}-01`, From: `${iso}-01`, To: `${nextMonth(iso)}-01` }
}

/** One more seat of C1, on an invoice that nobody waited for. */
function lateRowOf(month: Month, invoice: string): string {
  return smallRow({
    ...rowOf(month, invoice),
    Date: `${month.iso}-20`,
    Qty: '1',
    Price: month.late,
    Amount: month.late,
  })
}

function nextMonth(iso: string): string {
  const [year = 0, month = 0] = iso.split('-').map(Number)
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 7)
}

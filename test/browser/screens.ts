import type { Page } from 'playwright-core'

/** A screen as the tests for accessibility and `npm run screenshots` visit it. */
export interface Screen {
  /** Names its pictures. */
  readonly name: string
  /** Its address, where the month is the one being closed. */
  readonly address: (month: string) => string
  /** Brings it, once it has loaded, to what is to be seen: a drawer opened, a row chosen. */
  readonly prepare?: (page: Page) => Promise<void>
  /** Seen by who is not signed in. */
  readonly isPublic?: boolean
}

/** Every screen: whoever makes one adds its line. */
export const screens: readonly Screen[] = [
  { name: 'sign-in', address: () => '/', isPublic: true },
  { name: 'close', address: (month) => `/months/${month}/close` },
  { name: 'posting', address: (month) => `/months/${month}/posting` },
  { name: 'runs', address: () => '/runs' },
  { name: 'review', address: (month) => `/months/${month}/review` },
  { name: 'review-invoice', address: (month) => `/months/${month}/review`, prepare: chooseFirstClient },
  {
    name: 'why',
    address: (month) => `/months/${month}/review`,
    prepare: async (page) => {
      await chooseFirstClient(page)
      await page.getByRole('button', { name: /^Why / }).first().click()
      await page.getByRole('dialog').getByRole('table').first().waitFor()
    },
  },
  { name: 'tie-out', address: (month) => `/months/${month}/tie-out` },
  { name: 'statement', address: (month) => `/months/${month}/statement` },
  { name: 'tie-out-clients', address: (month) => `/months/${month}/tie-out?view=clients` },
  {
    name: 'client',
    address: (month) => `/months/${month}/review`,
    prepare: async (page) => {
      await chooseFirstClient(page)
      await page
        .getByRole('region', { name: /^Invoice of / })
        .getByRole('link', { name: 'client' })
        .click()
      await page.getByRole('region', { name: 'Twelve months' }).waitFor()
    },
  },
  {
    name: 'subscriptions',
    address: (month) => `/subscriptions?on=${month}-28&against=${month}-01`,
  },
  { name: 'connections', address: () => '/connections' },
  { name: 'connect', address: () => '/connections?connect=quickbooks-online' },
  { name: 'setup', address: () => '/setup' },
  { name: 'mapping', address: () => '/mapping' },
  { name: 'config', address: () => '/config' },
  { name: 'what-if', address: () => '/what-if' },
  { name: 'people', address: () => '/people' },
  { name: 'account', address: () => '/account' },
  {
    name: 'account-token',
    address: () => '/account',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Make a token' }).click()
      await page.getByRole('dialog', { name: 'Make a token' }).waitFor()
    },
  },
  { name: 'activity', address: () => '/activity' },
]

/** Opens a screen, waits until nothing of it is being read any more, and prepares it. */
export async function visit(page: Page, url: string, month: string, screen: Screen): Promise<void> {
  await page.goto(`${url}${screen.address(month)}`)
  await settle(page)
  await screen.prepare?.(page)
  await settle(page)
}

/** Until something is shown, and nothing of it says that it is being read. */
export async function settle(page: Page): Promise<void> {
  await page.locator('main').first().waitFor()
  await page.locator('.state[role="status"]').first().waitFor({ state: 'detached' })
}

async function chooseFirstClient(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Clients' }).getByRole('link').first().click()
  await page.getByRole('region', { name: /^Invoice of / }).waitFor()
}

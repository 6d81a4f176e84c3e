import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { z } from 'zod'

const violations = z.array(
  z.object({
    id: z.string(),
    impact: z.string().nullable(),
    help: z.string(),
    nodes: z.array(z.looseObject({ html: z.string(), failureSummary: z.string().optional() })),
  }),
)

const themes = ['light', 'dark'] as const

/** axe finds nothing serious or critical on the page as it is, in either theme: contrast, names, roles, keyboard. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme })
    expect({ what, theme, found: await seriousFindings(page) }).toEqual({ what, theme, found: [] })
  }
}

async function seriousFindings(page: Page): Promise<readonly object[]> {
  if ((await page.evaluate("'axe' in window")) === false) await page.evaluate(axe.source)
  const run = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`
  const found = violations.parse(await page.evaluate(run))
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map(({ html, failureSummary }) => [html, failureSummary]),
    }))
}

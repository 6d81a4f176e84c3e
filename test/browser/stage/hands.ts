import type { Locator, Page } from 'playwright-core'

/** How a person works a page, and how much work it was. */
export interface Hands {
  readonly name: string
  /** A button or a link. */
  press(target: Locator): Promise<void>
  enter(field: Locator, text: string): Promise<void>
  /** Clicks, or keys that were pressed. */
  readonly acts: () => number
  /** Letters that were typed into fields. */
  readonly letters: () => number
}

export function mouse(): Hands {
  const done = { acts: 0, letters: 0 }
  return {
    name: 'by mouse',
    press: async (target) => {
      done.acts += 1
      await target.click()
    },
    enter: async (field, text) => {
      done.acts += 1
      done.letters += text.length
      await field.fill(text)
    },
    acts: () => done.acts,
    letters: () => done.letters,
  }
}

const mostTabs = 150

/** Tab, Enter and letters: nothing is reached that Tab does not come to. */
export function keyboard(page: Page): Hands {
  const done = { acts: 0, letters: 0 }
  const tabTo = async (target: Locator): Promise<void> => {
    await target.waitFor()
    for (let presses = 0; presses < mostTabs; presses += 1) {
      if ((await target.and(page.locator(':focus')).count()) > 0) return
      done.acts += 1
      await page.keyboard.press('Tab')
    }
    throw new Error(`Tab never came to ${String(target)}.`)
  }
  return {
    name: 'by keyboard alone',
    press: async (target) => {
      await tabTo(target)
      done.acts += 1
      await page.keyboard.press('Enter')
    },
    enter: async (field, text) => {
      await tabTo(field)
      done.letters += text.length
      await page.keyboard.press('Control+A')
      await page.keyboard.type(text)
    },
    acts: () => done.acts,
    letters: () => done.letters,
  }
}

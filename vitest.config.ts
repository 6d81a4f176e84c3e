import { defineConfig } from 'vitest/config'

const each = {
  setupFiles: ['test/helpers/seed-of-properties.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
}
const browser = 'test/browser/**/*.test.ts'
// Without a database or a process, and without state of their own in what they import: their files may share it.
const pure = ['money', 'domain', 'billing', 'reconciliation', 'config', 'sources', 'ledgers', 'support'].map(
  (folder) => `src/${folder}/**/*.test.ts`,
)

export default defineConfig({
  test: {
    globalSetup: ['test/helpers/postgres-for-tests.ts'],
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...each,
          name: 'program',
          include: ['src/**/*.test.ts', 'emulators/**/*.test.ts', 'test/**/*.test.ts', 'web/src/**/*.test.ts'],
          exclude: [browser, ...pure],
        },
      },
      { test: { ...each, name: 'pure', include: pure, isolate: false } },
      // Apart from the others, so that a browser is found and the page is built where such a test is to run, and only then.
      { test: { ...each, name: 'browser', include: [browser], globalSetup: ['test/browser/stage/prepare.ts'] } },
    ],
  },
})

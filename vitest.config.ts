import { defineConfig } from 'vitest/config'

const each = {
  setupFiles: ['test/helpers/seed-of-properties.ts'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // Files of one worker share what they import: to load the program anew for each of them took longer than their tests.
  // What a test changes beside its own data it puts back.
  isolate: false,
}
const browser = 'test/browser/**/*.test.ts'

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
          exclude: [browser],
        },
      },
      // Apart from the others, so that a browser is found and the page is built where such a test is to run, and only then.
      {
        test: {
          ...each,
          name: 'browser',
          include: [browser],
          globalSetup: ['test/browser/stage/prepare.ts'],
          // What a step waits for has its own time in the browser; this ends only what hangs, also on a slow machine.
          testTimeout: 180_000,
        },
      },
    ],
  },
})

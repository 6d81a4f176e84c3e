import { createInterface } from 'node:readline'
import { openEmbeddedPostgres } from '../../../src/store/embedded-postgres.ts'
import { systemClock } from '../../../src/support/clock.ts'
import { Failure } from '../../../src/support/failure.ts'

/** Opens the embedded server in the directory named, tells how, and gives it back when it is told "release". */
const [dataDirectory = ''] = process.argv.slice(2)
// What Ctrl-C in a terminal does to a program that wants to end in good order.
process.on('SIGINT', () => {
  console.log('interrupted')
})
try {
  const server = await openEmbeddedPostgres({ dataDirectory, clock: systemClock })
  console.log(`opened ${server.arrival}`)
  const input = createInterface({ input: process.stdin })
  input.on('line', (line) => {
    if (line !== 'release') return
    process.stdin.destroy()
    void server.release().then(() => {
      console.log('released')
    })
  })
} catch (error) {
  if (!(error instanceof Failure)) throw error
  console.log(`failed ${error.code} ${error.message}`)
}

import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openCliHome, type CliHome } from '../../../test/helpers/cli-home.ts'
import { runFakeCli } from '../../../test/helpers/fake-cli.ts'
import { listenOnLoopback } from '../../support/loopback-server.ts'

let home: CliHome

beforeAll(async () => {
  home = await openCliHome()
})
afterAll(async () => {
  await home.close()
})

const started = z.looseObject({ connect: z.array(z.string()), clock: z.array(z.string()) })

/** Splits a command as the shell would: a leading variable, single quotes, lines continued. */
function parseCommand(text: string): { args: string[]; environment: Record<string, string> } {
  const words = [...text.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  )
  const [variable = '', ...rest] = words
  const [name = '', value = ''] = variable.split('=')
  return { args: rest.slice(rest.indexOf('seatledger') + 1), environment: { [name]: value } }
}

test('the commands that it prints connect to it, a sync reads it, and Ctrl-C ends it well', async () => {
  const stop = new AbortController()
  let tell: (text: string) => void = () => undefined
  const said = new Promise<string>((resolve) => {
    tell = resolve
  })
  const ports = ['--pax8-port', '0', '--quickbooks-port', '0']
  const running = runFakeCli(['sandbox', '--clients', '3', ...ports, '--json'], { onOut: tell, signal: stop.signal })
  const { connect, clock } = started.parse(JSON.parse(await said))
  const [pax8, quickBooks] = connect.map(parseCommand)
  if (pax8 === undefined || quickBooks === undefined) throw new Error('Two commands were expected.')

  const source = await home.run([...pax8.args, '--requests-per-second', '1000'], pax8)
  expect(source.err).toBe('')
  expect(source.out).toContain('for the partner "Larkspur IT Services')
  const callback = `http://localhost:${String(await freePort())}/callback`
  let shown = ''
  let browsed: Promise<Response> | undefined
  const ledger = await home.run([...quickBooks.args, '--redirect-uri', callback], {
    ...quickBooks,
    onError: (text) => {
      shown += text
      const address = /^ {2}(http\S+)$/m.exec(shown)?.[1]
      if (address !== undefined && shown.includes('Waiting')) browsed ??= fetch(address)
    },
  })
  await browsed
  expect(ledger.exit, ledger.err).toBe(0)

  const synced = await home.run(['sync'])
  expect(synced.out).toContain('pax8, snapshot of')
  expect(synced.out).toContain('new distributor invoice')
  const moved = await fetch(clock[0] ?? '', { method: 'POST', body: '{"advanceDays": 1}' })
  expect(moved.status).toBe(200)

  stop.abort()
  expect((await running).exit).toBe(0)
})

test('a port that is taken: exit code 2, with the port and the option; sizes that cannot be are refused', async () => {
  const holder = createServer()
  const port = await listenOnLoopback(holder, 0, '--port')
  const taken = await runFakeCli(['sandbox', '--clients', '1', '--pax8-port', String(port), '--quickbooks-port', '0'])
  expect(taken.exit).toBe(2)
  expect(taken.err).toContain(`Port ${String(port)} of this computer is taken`)
  expect(taken.err).toContain('--pax8-port')
  await new Promise((resolve) => holder.close(resolve))
  const none = await runFakeCli(['sandbox', '--clients', '0'])
  expect(none.exit).toBe(2)
  expect(none.err).toContain('--clients 0 cannot be used; give a whole number from 1 to 20000.')
})

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listenOnLoopback(server, 0, '--port')
  await new Promise((resolve) => server.close(resolve))
  return port
}

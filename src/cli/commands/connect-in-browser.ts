import type { Command } from 'commander'
import { clockNextStep, describeClockSkew } from '../../app/clock-skew.ts'
import { grantLedgerAccess, type GrantQuestion } from '../../app/grant-ledger-access.ts'
import { storedSettings } from '../../app/stored-settings.ts'
import { listenForCallback } from '../../http/await-callback.ts'
import type { GrantedCompany, LedgerCheck, LedgerFacts } from '../../ledgers/gateway.ts'
import { InvalidInput } from '../../support/failure.ts'
import { runHeedingInterrupt, type CommandResult } from '../command.ts'
import type { CliIo } from '../io.ts'
import { readConnectionName } from '../../app/connections/read-connection-name.ts'
import { readSecretInput } from '../read-secret-input.ts'

/** What every ledger that is connected by consent in a browser takes on the command line. */
export interface ConsentOptions {
  readonly name: string
  readonly clientId?: string
  readonly secretFile?: string
  readonly paste: boolean
  readonly company?: string
}

/** What differs from ledger to ledger. */
export interface ConsentLedger {
  readonly adapter: string
  /** What a person connects: `QuickBooks`. */
  readonly label: string
  /** Whose app keys they are: `Intuit`. */
  readonly vendor: string
  /** The client secret of the environment, where it is there. */
  readonly secretOfEnvironment: string | undefined
  /** What was stated now, over what was stated before. */
  readonly settingsOf: (stored: Readonly<Record<string, unknown>>) => StatedSettings
}

export interface StatedSettings extends Readonly<Record<string, unknown>> {
  readonly redirectUri: string
}

/** Adds the options that are the same for all of them. */
export function addConsentOptions(command: Command, adapter: string, secretVariable: string): Command {
  return command
    .option('--name <name>', 'what to call the connection', adapter)
    .option('--client-id <id>', "the app's client id; asked for where it is not known yet")
    .option(
      '--secret-file <file>',
      `file with the client secret, - for standard input (default: $${secretVariable}, else asked for)`,
    )
    .option('--paste', 'paste the address that the browser is sent to, instead of waiting for it here', false)
}

/** Connects a ledger: asks for what is not known, then for a person's consent in a browser, and proves the connection. */
export async function connectInBrowser(
  io: CliIo,
  command: Command,
  options: ConsentOptions,
  ledger: ConsentLedger,
): Promise<void> {
  const { adapter, vendor } = ledger
  const connectionId = readConnectionName(options.name)
  await runHeedingInterrupt(io, command, async ({ context, adapters, keys }) => {
    const stored = await storedSettings(context, { connectionId, adapter })
    const settings = ledger.settingsOf(stored)
    const clientId =
      options.clientId ?? settings['clientId'] ?? (await io.ask({ message: `${vendor} client id`, secret: false }))
    const clientSecret = await readSecretInput(io, {
      what: `${vendor} client secret`,
      file: options.secretFile,
      fromEnvironment: ledger.secretOfEnvironment,
    })
    const connection = { connectionId, adapter, settings: { ...settings, clientId }, secrets: { clientSecret } }
    const ask = (question: GrantQuestion): Promise<string> =>
      askInBrowser(io, ledger, question, { redirectUri: settings.redirectUri, paste: options.paste })
    const choose = (companies: readonly GrantedCompany[]): Promise<GrantedCompany> =>
      chooseCompany(io, ledger, companies, options.company)
    const granted = await grantLedgerAccess(context, adapters, keys, connection, ask, io.signal, choose)
    return toResult(ledger, connectionId, granted)
  })
}

/** Shows the address to open, and gets the one that the browser is sent back to. */
async function askInBrowser(
  io: CliIo,
  { label }: ConsentLedger,
  { authorizeUrl, state }: GrantQuestion,
  { redirectUri, paste }: { readonly redirectUri: string; readonly paste: boolean },
): Promise<string> {
  const intro = `Open this address in a browser, sign in to ${label} and choose the company:\n\n  ${authorizeUrl}\n\n`
  const target = new URL(redirectUri)
  // Only a redirect to this very computer can be waited for.
  if (paste || target.protocol === 'https:') {
    io.writeError(intro)
    return io.ask({ message: 'The whole address that the browser was sent to', secret: false })
  }
  const listener = await listenForCallback(target, { state, option: '--redirect-uri, or use --paste' })
  try {
    io.writeError(`${intro}Waiting for the answer at ${redirectUri} (Ctrl-C gives up) …\n`)
    return await listener.received(io.signal)
  } finally {
    await listener.close()
  }
}

/** Which of the companies that a grant reaches: by name or by one of its settings, else by a question. */
async function chooseCompany(
  io: CliIo,
  { label }: ConsentLedger,
  companies: readonly GrantedCompany[],
  stated: string | undefined,
): Promise<GrantedCompany> {
  const names = companies.map(({ name }, index) => `  ${String(index + 1)}  ${name}`).join('\n')
  if (stated === undefined) io.writeError(`The consent reaches several companies of ${label}:\n\n${names}\n\n`)
  const answer = stated ?? (await io.ask({ message: 'Which of them (number or name)', secret: false }))
  const wanted = answer.trim().toLowerCase()
  const fitting = companies.filter(
    ({ name, settings }, index) =>
      String(index + 1) === wanted ||
      name.toLowerCase() === wanted ||
      Object.values(settings).some((value) => value.toLowerCase() === wanted),
  )
  const [only, ...others] = fitting
  if (only !== undefined && others.length === 0) return only
  throw new InvalidInput(
    `"${answer.trim()}" names ${others.length === 0 ? 'none' : 'several'} of the companies that the consent reaches:\n${names}\nConnect again, and name one with --company.`,
  )
}

function toResult(
  { label }: ConsentLedger,
  connection: string,
  { check, facts }: { readonly check: LedgerCheck; readonly facts: LedgerFacts },
): CommandResult {
  const { company, clockSkewSeconds, notes } = check
  const clock = describeClockSkew(clockSkewSeconds, label)
  const counts = { customers: facts.customers.length, items: facts.items.length }
  const data = {
    connection,
    company,
    clockSkewSeconds: clockSkewSeconds ?? null,
    clockIsRight: clock.isTolerable,
    ...counts,
    notes,
  }
  const lines = [
    `Connected "${connection}" to the ${label} company "${company}".`,
    `- It has ${String(counts.customers)} customers and ${String(counts.items)} items; its home currency is ${facts.homeCurrency}.`,
    ...notes.map((note) => `- ${note}`),
    clock.isTolerable ? `- Time: ${clock.words}.` : `! Time: ${clock.words}. ${clockNextStep}`,
    'Next: seatledger sync, then seatledger config suggest',
  ]
  return { data, text: lines.join('\n'), exit: clock.isTolerable ? 'done' : 'attention' }
}

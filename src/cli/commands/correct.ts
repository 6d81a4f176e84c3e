import type { Command } from 'commander'
import { approveCredit, withdrawCredit } from '../../app/corrections/approve-credit.ts'
import type { CreditRequest } from '../../app/corrections/credited-lines.ts'
import { proposeCredit, type ProposedCredit } from '../../app/corrections/propose-credit.ts'
import { voidPosting, type VoidedPosting } from '../../app/corrections/void-posting.ts'
import type { AppContext } from '../../app/context.ts'
import { readCarriedLines } from '../../app/close/carried-text.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import { isPlainDate } from '../../domain/plain-date.ts'
import { listCorrections } from '../../store/corrections.ts'
import { withOrganization } from '../../store/database.ts'
import { listCredits } from '../../store/posting-credits.ts'
import { InvalidInput } from '../../support/failure.ts'
import { chooseMonth } from '../choose-month.ts'
import { runHeedingInterrupt, type CommandResult, type RegisterCommand } from '../command.ts'
import { renderCorrections } from '../render-corrections.ts'
import { renderInvoice } from '../render-run.ts'
import type { Session } from '../session.ts'
import { renderTable } from '../table.ts'

interface CorrectOptions {
  readonly void?: string
  readonly credit?: string
  readonly adjust?: string
  readonly line?: readonly string[]
  readonly number?: string
  readonly date?: string
  readonly why?: string
  readonly approve?: string
  readonly withdraw?: string
}

export const registerCorrect: RegisterCommand = (program, io) => {
  program
    .command('correct')
    .description("list a month's corrections, or void or credit a posted invoice")
    .argument('[month]', 'YYYY-MM; last month where left out')
    .option(
      '--void <client>',
      "voids the client's posted invoice, so that its month can be billed anew; safe to repeat",
    )
    .option('--credit <client>', 'proposes a credit memo of the posted invoice: all of it, or the lines named')
    .option(
      '--adjust <client>',
      "proposes the same as lines on the client's next invoice; an amount below zero charges more",
    )
    .option('--line <key...>', 'with --credit or --adjust: KEY for all of a line, KEY=12.34 for a part of it')
    .option('--number <number>', 'which invoice, where the client has several of the month')
    .option('--date <date>', 'with --credit: the date of the credit memo, YYYY-MM-DD; today where left out')
    .option('--approve <hash>', 'approves exactly the credit that was shown, by its hash; 12 characters or more')
    .option('--withdraw <hash>', 'takes a credit back of which nothing reached the ledger')
    .option('--why <text>', 'the reason, for the record')
    .action(async (month: string | undefined, options: CorrectOptions, command: Command) => {
      await runHeedingInterrupt(io, command, (session) =>
        correct(session, chooseMonth(session.context, month), options, io.signal),
      )
    })
}

async function correct(
  session: Session,
  period: Period,
  options: CorrectOptions,
  signal: AbortSignal,
): Promise<CommandResult> {
  const { context, adapters, keys } = session
  const { approve, withdraw, number: documentNumber, why: reason = '' } = options
  const acts = (['void', 'credit', 'adjust', 'approve', 'withdraw'] as const).filter(
    (act) => options[act] !== undefined,
  )
  const [act, ...others] = acts
  if (others.length > 0) throw new InvalidInput(`One thing at a time: ${acts.map((one) => `--${one}`).join(' or ')}.`)
  if (act === undefined) {
    if (options.why !== undefined || documentNumber !== undefined || options.line !== undefined) {
      throw new InvalidInput('Say what to correct: --void CLIENT, --credit CLIENT or --adjust CLIENT.')
    }
    return listed(context, period)
  }
  if (approve !== undefined) return approved(context, approve)
  if (withdraw !== undefined) {
    const { clientId } = await withdrawCredit(context, withdraw, reason)
    return { data: { withdrawn: withdraw }, text: `The credit of ${clientId} was taken back. Nothing of it is billed.` }
  }
  const which = { period, clientId: options.void ?? options.credit ?? options.adjust ?? '', documentNumber, reason }
  if (act === 'void') return voided(period, await voidPosting(context, adapters, keys, which, signal))
  const kind = act === 'credit' ? 'credit-memo' : 'adjustment'
  const order = { ...which, kind, lines: (options.line ?? []).map(readLine), date: readDate(options) } as const
  return proposed(period, await proposeCredit(context, adapters, order))
}

/** A line's key may hold the sign itself, so that the last one counts where a number follows it. */
function readLine(text: string): CreditRequest {
  const [, lineKey = text, amount] = /^(.*)=(-?[\d.]+)$/.exec(text) ?? []
  return { lineKey, amount }
}

function readDate({ date, credit }: CorrectOptions): string | undefined {
  if (date === undefined) return undefined
  if (credit === undefined) throw new InvalidInput('--date is that of a credit memo; give it with --credit.')
  if (!isPlainDate(date)) throw new InvalidInput(`--date ${date} is no date. Write it as 2026-11-30.`)
  return date
}

function proposed(period: Period, credit: ProposedCredit): CommandResult {
  const { document, memo, carried } = credit
  const lines = carried === undefined ? [] : readCarriedLines(carried)
  const columns = [
    { title: 'item' },
    { title: 'on the next invoice' },
    { title: 'amount', align: 'right' as const },
    { title: '' },
  ]
  const shown =
    document === undefined
      ? renderTable(
          columns,
          lines.map((line) => [line.itemId, line.description, line.amount, line.currency]),
        )
      : renderInvoice(document, memo?.documentNumber)
  const text = [
    shown,
    `Hash ${credit.sha256}`,
    `Nothing of it is billed before it is approved: seatledger correct ${formatMonth(period)} --approve ${credit.sha256.slice(0, 12)}`,
  ]
  return { data: { ...credit, document: document ?? null, carried: lines }, text: text.join('\n\n') }
}

async function approved(context: AppContext, hash: string): Promise<CommandResult> {
  const { credit, newly } = await approveCredit(context, hash)
  const { clientId, kind, period, memo } = credit
  const when = newly ? 'Approved' : `Approved before, by ${credit.approvedBy ?? ''}`
  const next =
    kind === 'adjustment'
      ? `it is on the next run of ${clientId} from ${period.end.slice(0, 7)} on.`
      : `it is posted by: seatledger post ${formatMonth(period)}`
  const name = kind === 'adjustment' ? 'the adjustment' : `the credit memo ${memo?.documentNumber ?? ''}`.trimEnd()
  return { data: { credit, newly }, text: `${when}: ${name} of ${clientId}; ${next}` }
}

function voided(period: Period, { posting, outcome }: VoidedPosting): CommandResult {
  const { clientId, documentNumber, documentId, netTotal, currency } = posting
  const month = formatMonth(period)
  const name = documentNumber ?? posting.reference
  const again =
    posting.creditId === undefined
      ? `To bill the month anew: seatledger run ${month} --client ${clientId}, then review, approve and post it.`
      : 'What it credited is billed again as it was.'
  return {
    data: { clientId, documentNumber, documentId, netTotal, currency, outcome },
    text: [`${name} of ${clientId} over ${netTotal} ${currency}: ${outcome}. It counts nothing any more.`, again].join(
      '\n\n',
    ),
  }
}

async function listed({ database, organization }: AppContext, period: Period): Promise<CommandResult> {
  const { voids, credits } = await withOrganization(database, organization.id, async (tx) => ({
    voids: await listCorrections(tx, period),
    credits: await listCredits(tx, period),
  }))
  const isOpen = voids.some(({ state }) => state === 'intended')
  const text = renderCorrections(period, voids, credits)
  return { data: { voids, credits }, text, exit: isOpen ? 'attention' : 'done' }
}

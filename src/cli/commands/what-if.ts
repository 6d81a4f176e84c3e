import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { effectsCsv } from '../../app/what-if/effects-csv.ts'
import { readSupposition } from '../../app/what-if/supposition.ts'
import { whatIf } from '../../app/what-if/what-if.ts'
import { monthOf, previousMonth, type Period } from '../../domain/period.ts'
import { plainDateIn } from '../../domain/plain-date.ts'
import { InvalidInput, messageOf } from '../../support/failure.ts'
import { runInSession, type CommandResult, type RegisterCommand } from '../command.ts'
import { readMonth } from '../read-month.ts'
import { readTextFile } from '../read-text-file.ts'
import { renderWhatIf } from '../render-what-if.ts'
import type { Session } from '../session.ts'

interface WhatIfOptions {
  readonly month?: readonly string[]
  readonly config?: string
  readonly set?: readonly string[]
  readonly csv?: string
}

export const registerWhatIf: RegisterCommand = (program, io) => {
  program
    .command('what-if')
    .description(
      'work real months with other prices, rules, costs or terms, and show the effect in money; stores nothing',
    )
    .option('--month <months...>', 'YYYY-MM, one or several; last month where left out')
    .option('--config <file>', 'another config in place of the one in force')
    .option(
      '--set <changes...>',
      'change a setting: house:KEY=VALUE, client=ID:…, item=ID:…, line=CLIENT/LINE:…, or product=ID:unitCostPercent=5',
    )
    .option('--csv <file>', 'write the effect per month, client and product into this file as well')
    .action(async (options: WhatIfOptions, command: Command) => {
      await runInSession(io, command, (session) => suppose(session, options))
    })
}

async function suppose({ context, adapters }: Session, options: WhatIfOptions): Promise<CommandResult> {
  const { config: file, set = [], csv } = options
  if (file === undefined && set.length === 0) {
    throw new InvalidInput('Say what should be otherwise: --config FILE, or --set client=ID:price.markupPercent=25.')
  }
  const suppositions = set.map(readSupposition)
  const config = file === undefined ? undefined : { source: await readTextFile(file), file: basename(file) }
  const effects = await whatIf(context, adapters, { periods: periodsOf({ context }, options), config, suppositions })
  if (csv !== undefined) await write(csv, effectsCsv(effects))
  const written = csv === undefined ? '' : `\nWritten to ${csv}.`
  return { data: { months: effects }, text: `${renderWhatIf(effects)}${written}` }
}

function periodsOf({ context }: Pick<Session, 'context'>, { month }: WhatIfOptions): readonly Period[] {
  if (month !== undefined) return month.map(readMonth)
  const today = plainDateIn(context.organization.timeZone, context.database.clock.now())
  return [previousMonth(monthOf(today))]
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (error) {
    throw new InvalidInput(`${file} cannot be written: ${messageOf(error)}`, { cause: error })
  }
}

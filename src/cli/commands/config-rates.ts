import { rename, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { ratesAsYaml, withRatesInConfig } from '../../config/rates-in-config.ts'
import { readCentralBankRates } from '../../config/read-central-bank-rates.ts'
import type { ExchangeRate } from '../../domain/exchange-rate.ts'
import { isPlainDate } from '../../domain/plain-date.ts'
import { isCurrency } from '../../money/currency.ts'
import { formatDecimal } from '../../money/decimal.ts'
import { InvalidInput } from '../../support/failure.ts'
import { runCommand } from '../command.ts'
import type { CliIo } from '../io.ts'
import { readTextFile } from '../read-text-file.ts'

interface ImportOptions {
  readonly currencies?: string
  readonly from?: string
  readonly until?: string
  readonly into?: string
}

/** Exchange rates are part of the config, so that a run can be made again with the same ones. */
export function registerConfigRates(config: Command, io: CliIo): void {
  const rates = config.command('rates').description('exchange rates in the config')
  rates
    .command('import')
    .description("turn a central bank's CSV into rates for the config, on standard output or into its file")
    .argument('<file>', "the European Central Bank's eurofxref-hist.csv")
    .option('--currencies <codes>', 'only these, such as USD,GBP; all where left out')
    .option('--from <day>', 'first day; the first of the file where left out')
    .option('--until <day>', 'first day that is left out; none where left out')
    .option('--into <config>', 'write them into this config file; nothing is applied by that')
    .action(async (file: string, options: ImportOptions, command: Command) => {
      await runCommand(io, command, () => importRates(file, options))
    })
}

async function importRates(file: string, options: ImportOptions): Promise<{ data: object; text: string }> {
  const { into } = options
  const read = readCentralBankRates(await readTextFile(file), wantedRates(options))
  if (read.length === 0) throw new InvalidInput(`${file} has no rates for these days and currencies.`)
  const data = { rates: read.map((rate) => ({ ...rate, rate: formatDecimal(rate.rate) })) }
  if (into === undefined) return { data, text: ratesAsYaml(read).trimEnd() }
  const changed = withRatesInConfig(await readTextFile(into), basename(into), read)
  await writeWhole(into, changed)
  return { data, text: `${countWords(read)} in ${into}. To see what they change: seatledger config plan ${into}` }
}

function countWords(rates: readonly ExchangeRate[]): string {
  return rates.length === 1 ? '1 rate is' : `${String(rates.length)} rates are`
}

function wantedRates({ currencies, from, until }: ImportOptions): Parameters<typeof readCentralBankRates>[1] {
  const codes = (currencies ?? '')
    .split(',')
    .map((code) => code.trim().toUpperCase())
    .filter((code) => code !== '')
  for (const code of codes) {
    if (!isCurrency(code)) throw new InvalidInput(`--currencies ${code} is not a currency code such as USD.`)
  }
  for (const [name, day] of [
    ['--from', from],
    ['--until', until],
  ] as const) {
    if (day !== undefined && !isPlainDate(day))
      throw new InvalidInput(`${name} ${day} is not a day; write it YYYY-MM-DD.`)
  }
  return { currencies: codes, from, until }
}

/** A config is never half written: the new text takes the old one's place at once. */
async function writeWhole(file: string, text: string): Promise<void> {
  const beside = `${file}.new`
  await writeFile(beside, text)
  await rename(beside, file)
}

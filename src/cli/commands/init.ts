import type { Command } from 'commander'
import { plainDateIn } from '../../domain/plain-date.ts'
import { ensureKeyRing } from '../../store/key-ring.ts'
import { createOrganization, listOrganizations, type Organization } from '../../store/organizations.ts'
import { InvalidInput } from '../../support/failure.ts'
import { globalOptions, runCommand, type RegisterCommand } from '../command.ts'
import { closeDatabase, environmentOf, openCliDatabase } from '../session.ts'

interface InitOptions {
  readonly name: string
  readonly timeZone: string
  readonly another: boolean
}

export const registerInit: RegisterCommand = (program, io) => {
  program
    .command('init')
    .description('make the database and the organization; safe to repeat')
    .requiredOption('--name <name>', "the organization's name")
    .option('--time-zone <zone>', 'IANA time zone that decides which day it is', 'UTC')
    .option('--another', 'make one more organization beside those that there are', false)
    .action(async (options: InitOptions, command: Command) => {
      await runCommand(io, command, async () => {
        requireTimeZone(options.timeZone, io.clock.now())
        const environment = environmentOf(io, globalOptions(command))
        const database = await openCliDatabase(io, globalOptions(command))
        try {
          const keys = await ensureKeyRing(environment)
          const { name, timeZone } = options
          const all = await listOrganizations(database)
          const there = all.find((organization) => organization.name === name)
          if (there === undefined && !options.another) requireFirst(name, all)
          const organization = there ?? (await createOrganization(database, { name, timeZone }))
          const place =
            environment.databaseUrl === undefined ? environment.dataDirectory : 'the database of DATABASE_URL'
          const text = [
            `${there === undefined ? 'Made' : 'There is already'} the organization "${organization.name}" in ${place}.`,
            `Secrets are encrypted with the key in ${keys.origin}: keep a copy of it apart from the database's backups.`,
            'Next: seatledger connect pax8',
            'Or, without an interface to the distributor: seatledger import charges FILE --map MAPPING --connection NAME',
          ].join('\n')
          return { data: { organization, created: there === undefined, place }, text }
        } finally {
          await closeDatabase(io, database)
        }
      })
    })
}

/** A name typed differently the second time must not leave two organizations, between which each command then asks. */
function requireFirst(name: string, all: readonly Organization[]): void {
  if (all.length === 0) return
  const names = all.map((organization) => `"${organization.name}"`).join(', ')
  throw new InvalidInput(
    `There is an organization here already: ${names}. Nothing was made. ` +
      `If "${name}" is to be one more, with books of its own, add --another.`,
  )
}

function requireTimeZone(timeZone: string, now: Date): void {
  try {
    plainDateIn(timeZone, now)
  } catch {
    throw new InvalidInput(
      `"${timeZone}" is not a time zone. Use an IANA name such as America/Denver or Europe/Berlin.`,
    )
  }
}

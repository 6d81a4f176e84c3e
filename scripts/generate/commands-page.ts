import type { Command } from 'commander'
import { describedProgram } from './described-program.ts'

const introduction = `# Commands

What \`seatledger --help\` says, and the help of each command. In a clone the program is \`npx seatledger\`. The options of
the program itself may stand before or after a command's name; \`--json\` is understood by all of them.

This page is made from the program by \`npm run generate\`.`

/** `docs/commands.md`. */
export function commandsPage(): string {
  const program = describedProgram()
  const sections = commandsWithin(program).map(({ path, command }) => `## ${path}\n\n${fenced(helpOf(command))}`)
  return `${[introduction, fenced(helpOf(program)), ...sections].join('\n\n')}\n`
}

/** All that can be run, in the order of the help; a command that only groups others is not. */
function commandsWithin(parent: Command, path = 'seatledger'): { path: string; command: Command }[] {
  return parent.commands.flatMap((command) => {
    const own = `${path} ${command.name()}`
    return command.commands.length > 0 ? commandsWithin(command, own) : [{ path: own, command }]
  })
}

function helpOf(command: Command): string {
  command.configureOutput({ getOutHelpWidth: () => 110, getOutHasColors: () => false })
  return command.helpInformation().trimEnd()
}

function fenced(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``
}

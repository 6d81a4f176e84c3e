import { Argument, type Command } from 'commander'
import { runCommand, type RegisterCommand } from '../command.ts'
import { bashCompletion } from '../completion/bash.ts'
import { commandTree, type CommandNode } from '../completion/command-tree.ts'
import { fishCompletion } from '../completion/fish.ts'
import { zshCompletion } from '../completion/zsh.ts'

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }

export const registerCompletion: RegisterCommand = (program, io) => {
  program
    .command('completion')
    .description('a script that lets your shell complete commands and options; its first line says where to put it')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(scripts)))
    .action(async (shell: string, _options: object, command: Command) => {
      await runCommand(io, command, async () => {
        const script = scriptFor(shell)(commandTree(program))
        return { data: { shell, script }, text: script }
      })
    })
}

function scriptFor(shell: string): (tree: readonly CommandNode[]) => string {
  switch (shell) {
    case 'zsh':
      return scripts.zsh
    case 'fish':
      return scripts.fish
    default:
      return scripts.bash
  }
}

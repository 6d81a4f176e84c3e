import type { Command } from 'commander'

/** What may be typed after some words. */
export interface CommandNode {
  /** The words so far: empty for the program itself, else such as `config apply`. */
  readonly path: string
  readonly commands: readonly { readonly name: string; readonly description: string }[]
  readonly options: readonly CommandOption[]
}

export interface CommandOption {
  readonly name: string
  readonly description: string
  /** The next word is its value. */
  readonly takesValue: boolean
}

const help: CommandOption = { name: '--help', description: 'what a command does and takes', takesValue: false }

/** The commands and options of a program, each command with the options that all of them take. */
export function commandTree(program: Command): readonly CommandNode[] {
  const shared = optionsOf(program)
  const walk = (command: Command, path: string): CommandNode[] => {
    const own = command === program ? [] : optionsOf(command)
    const node = {
      path,
      commands: command.commands.map((inner) => ({
        name: inner.name(),
        description: firstSentence(inner.description()),
      })),
      options: [...own, ...shared, help],
    }
    return [node, ...command.commands.flatMap((inner) => walk(inner, `${path} ${inner.name()}`.trim()))]
  }
  return walk(program, '')
}

function optionsOf(command: Command): CommandOption[] {
  return command.options.map(({ long, short, description, required, optional }) => ({
    name: long ?? short ?? '',
    description: firstSentence(description),
    takesValue: required || optional,
  }))
}

/** Shells show one line beside each word. */
function firstSentence(text: string): string {
  return text.split(/[;:(]/)[0]?.trim() ?? ''
}

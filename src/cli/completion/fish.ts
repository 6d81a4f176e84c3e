import type { CommandNode } from './command-tree.ts'

/** A completion script for fish, with what each word means beside it. */
export function fishCompletion(tree: readonly CommandNode[]): string {
  return `# SeatLedger for fish: seatledger completion fish > ~/.config/fish/completions/seatledger.fish
function __seatledger_path
  set -l path ''
  set -l skip 0
  for word in (commandline -opc)[2..-1]
    if test $skip = 1
      set skip 0
      continue
    end
    switch "$path $word"
      case ${valuePatterns(tree)}
        set skip 1
${steps(tree)}
    end
  end
  echo $path
end

function __seatledger_at
  test (__seatledger_path) = "$argv[1]"
end

${offers(tree)}
`
}

function valuePatterns(tree: readonly CommandNode[]): string {
  return tree
    .flatMap(({ path, options }) =>
      options.filter(({ takesValue }) => takesValue).map(({ name }) => quoted(`${path} ${name}`)),
    )
    .join(' ')
}

function steps(tree: readonly CommandNode[]): string {
  return tree
    .flatMap(({ path, commands }) =>
      commands.map(
        ({ name }) => `      case ${quoted(`${path} ${name}`)}\n        set path ${quoted(`${path} ${name}`.trim())}`,
      ),
    )
    .join('\n')
}

function offers(tree: readonly CommandNode[]): string {
  return tree
    .flatMap(({ path, commands, options }) => {
      const at = `complete -c seatledger -n "__seatledger_at ${quoted(path)}"`
      return [
        ...commands.map(({ name, description }) => `${at} -f -a ${name} -d ${quoted(description)}`),
        ...options.map(
          ({ name, description, takesValue }) =>
            `${at} -l ${name.replace(/^--/, '')}${takesValue ? ' -r' : ''} -d ${quoted(description)}`,
        ),
      ]
    })
    .join('\n')
}

/** As one word of the shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

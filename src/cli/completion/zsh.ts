import type { CommandNode } from './command-tree.ts'

/** A completion script for zsh, with what each word means beside it. */
export function zshCompletion(tree: readonly CommandNode[]): string {
  return `#compdef seatledger
# SeatLedger for zsh: put this into your .zshrc, after compinit:  eval "$(seatledger completion zsh)"
_seatledger() {
  local path_so_far="" word
  local -i index
  local -a offered
  local -A steps takes_value
  steps=(
${steps(tree)}
  )
  takes_value=(
${values(tree)}
  )
  for ((index = 2; index < CURRENT; index++)); do
    word="$path_so_far \${words[index]}"
    if (( \${+takes_value[$word]} )); then
      (( index++ ))
      if (( index == CURRENT )); then _files; return; fi
    elif (( \${+steps[$word]} )); then
      path_so_far="\${steps[$word]}"
    fi
  done
  case "$path_so_far" in
${words(tree)}
  esac
  _describe 'seatledger' offered
}
compdef _seatledger seatledger
`
}

function steps(tree: readonly CommandNode[]): string {
  return tree
    .flatMap(({ path, commands }) =>
      commands.map(({ name }) => `    ${quoted(`${path} ${name}`)} ${quoted(`${path} ${name}`.trim())}`),
    )
    .join('\n')
}

function values(tree: readonly CommandNode[]): string {
  return tree
    .flatMap(({ path, options }) =>
      options.filter(({ takesValue }) => takesValue).map(({ name }) => `    ${quoted(`${path} ${name}`)} 1`),
    )
    .join('\n')
}

function words(tree: readonly CommandNode[]): string {
  return tree
    .map(({ path, commands, options }) => {
      const offered = [...commands, ...options].map(({ name, description }) =>
        quoted(`${name.replaceAll(':', '\\:')}:${description}`),
      )
      return `    ${quoted(path)}) offered=(${offered.join(' ')}) ;;`
    })
    .join('\n')
}

/** As one word of the shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

import type { CommandNode } from './command-tree.ts'

/**
 * A completion script for bash. It follows the words typed so far through the tree, skipping the values of options, and
 * offers what may come next; where a value is expected it leaves bash to complete file names.
 */
export function bashCompletion(tree: readonly CommandNode[]): string {
  return `# SeatLedger for bash: put this into your .bashrc:  eval "$(seatledger completion bash)"
_seatledger_step() {
  case "$1 $2" in
${steps(tree)}
    *) return 1 ;;
  esac
}

_seatledger_takes_value() {
  case "$1 $2" in
${values(tree)}
    *) return 1 ;;
  esac
}

_seatledger_words() {
  case "$1" in
${words(tree)}
  esac
}

_seatledger() {
  local path="" current="\${COMP_WORDS[COMP_CWORD]}" index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    if _seatledger_takes_value "$path" "\${COMP_WORDS[index]}"; then
      index=$((index + 1))
      if ((index == COMP_CWORD)); then return 0; fi
    else
      path="$(_seatledger_step "$path" "\${COMP_WORDS[index]}" || printf '%s' "$path")"
    fi
  done
  # Not mapfile: the bash of macOS is too old for it. No word here has a space in it.
  COMPREPLY=($(compgen -W "$(_seatledger_words "$path")" -- "$current"))
}
complete -o default -F _seatledger seatledger
`
}

function steps(tree: readonly CommandNode[]): string {
  return tree
    .flatMap(({ path, commands }) =>
      commands.map(({ name }) => `    "${path} ${name}") printf '%s' "${`${path} ${name}`.trim()}" ;;`),
    )
    .join('\n')
}

function values(tree: readonly CommandNode[]): string {
  const patterns = tree.flatMap(({ path, options }) =>
    options.filter(({ takesValue }) => takesValue).map(({ name }) => `"${path} ${name}"`),
  )
  return `    ${patterns.join(' | ')}) return 0 ;;`
}

function words(tree: readonly CommandNode[]): string {
  return tree
    .map(({ path, commands, options }) => {
      const names = [...commands, ...options].map(({ name }) => name)
      return `    "${path}") printf '%s' "${names.join(' ')}" ;;`
    })
    .join('\n')
}

/** What the program's exit code says; `seatledger --help` and docs/operating.md list them. */
export const exitCodes = {
  done: { code: 0, meaning: 'done' },
  failed: { code: 1, meaning: 'failed for a reason of its own; the message says which' },
  usage: { code: 2, meaning: 'the command, a file or a setting cannot be used as it is' },
  attention: { code: 3, meaning: 'done, and something wants a person: blocked, rejected or unknown invoices' },
  connection: { code: 4, meaning: 'a distributor or ledger refused us: credentials or rights' },
  unavailable: { code: 5, meaning: 'something outside did not answer, or the database cannot be reached; try again' },
  differs: {
    code: 6,
    meaning: 'the month does not tie out or could not be checked; a scenario or a replay came out otherwise',
  },
  interrupted: { code: 130, meaning: 'stopped from outside; the same command goes on where it was' },
} as const

export type ExitCode = keyof typeof exitCodes

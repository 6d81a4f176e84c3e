import { runCli } from './main.ts'
import { createTerminalIo } from './terminal-io.ts'

await runCli(createTerminalIo(), process.argv.slice(2))

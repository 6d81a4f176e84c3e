// `npm run bench`: installs and builds what is missing, then measures; `npm run bench -- NAME --json` names what and how.
import { build, installDependencies, requireNode } from './bootstrap.mjs'

requireNode()
installDependencies()
build()
await import('../dist/bench/main.js')

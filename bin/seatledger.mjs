#!/usr/bin/env node
import { build, installDependencies, requireNode } from '../scripts/bootstrap.mjs'

requireNode()
installDependencies()
build()
await import('../dist/src/cli/seatledger.js')

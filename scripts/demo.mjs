// `npm run demo`: installs and builds what is missing, then plays the demo. Arguments go to it: `npm run demo -- --json`.
process.argv.splice(2, 0, 'demo')
await import('../bin/seatledger.mjs')

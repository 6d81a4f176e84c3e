import fc from 'fast-check'

// The same cases in each run, so that a red test is about the change that was made. Other cases, to look for more:
// SEATLEDGER_PROPERTY_SEED=random, or the number that a failure printed.
const given = process.env['SEATLEDGER_PROPERTY_SEED']
if (given !== 'random') fc.configureGlobal({ seed: given === undefined ? 20261122 : Number(given) })

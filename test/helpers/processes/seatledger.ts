/** The program itself, as a user starts it. */
await import('../../../src/cli/seatledger.ts')

/**
 * Names the engine's rules in each run. It changes when the same input could give other bytes, so that a run that is
 * made again and differs can say why.
 */
export const engineVersion = '4'

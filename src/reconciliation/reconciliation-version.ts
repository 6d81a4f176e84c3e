/**
 * Names the rules by which a tie-out is worked. It changes when the same evidence could give another result, so that a
 * stored one that was worked by earlier rules is worked again.
 */
export const reconciliationVersion = '4'

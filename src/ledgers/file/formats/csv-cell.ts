/**
 * What a spreadsheet takes for the beginning of a formula, also in its wide form, and also behind apostrophes, so that
 * taking the guard off again always gives back the text.
 */
const likeFormula = /^'*[=+\-@\t\r\n＝＋－＠]/u

/** A text that a spreadsheet shows and does not work out: what begins like a formula gets an apostrophe before it. */
export function guardFormula(text: string): string {
  return likeFormula.test(text) ? `'${text}` : text
}

/** The text that was guarded. */
export function unguardFormula(cell: string): string {
  return cell.startsWith("'") && likeFormula.test(cell.slice(1)) ? cell.slice(1) : cell
}

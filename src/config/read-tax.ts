import type { TaxRule } from '../domain/tax-rule.ts'
import { decimal } from '../money/decimal.ts'
import type { ReferenceProblem } from './check-billing-config.ts'
import type { TaxText } from './tax-schema.ts'

export function toTax(text: TaxText): TaxRule {
  if (typeof text === 'string') return text
  return {
    per: text.per,
    codes: text.codes.map(({ code, percent, from, until, inclusive, compound }) => ({
      code,
      percent: decimal(percent),
      from,
      until,
      inclusive,
      compound,
    })),
  }
}

type CodesText = Exclude<TaxText, string>['codes']
type Path = readonly PropertyKey[]

/** Codes of which nobody could say what they come to, and flags that contradict each other. */
export function checkTax(
  { tax, taxable }: { readonly tax?: TaxText | undefined; readonly taxable?: boolean | undefined },
  path: Path,
): ReferenceProblem[] {
  if (tax === 'none' && taxable === true) {
    return [{ path: [...path, 'taxable'], message: 'is true where tax is none; take one of the two out' }]
  }
  if (tax === undefined || typeof tax === 'string') return []
  const { codes } = tax
  const at = [...path, 'tax', 'codes']
  return [...mixed(codes, at), ...codes.flatMap((_, index) => codeProblems(codes, index, [...at, index]))]
}

function mixed(codes: CodesText, path: Path): ReferenceProblem[] {
  const odd = codes.findIndex(({ inclusive }) => inclusive !== codes[0]?.inclusive)
  if (odd === -1) return []
  const message = 'differs from the codes before it: amounts have all taxes of a list in them, or none'
  return [{ path: [...path, odd, 'inclusive'], message }]
}

function codeProblems(codes: CodesText, index: number, path: Path): ReferenceProblem[] {
  const code = codes[index]
  if (code === undefined) return []
  const problems: ReferenceProblem[] = []
  if (code.from !== undefined && code.until !== undefined && code.until <= code.from) {
    problems.push({ path: [...path, 'until'], message: `must come after ${code.from}, the first day` })
  }
  const before = codes.slice(0, index)
  if (code.compound && before.every((other) => other.code === code.code)) {
    problems.push({
      path: [...path, 'compound'],
      message: 'has no tax before it in the list that it could be charged on',
    })
  }
  if (before.some((other) => other.code === code.code && shareDay(other, code))) {
    problems.push({ path, message: `states ${code.code} a second time for the same days; give each its own` })
  }
  return problems
}

function shareDay(a: CodesText[number], b: CodesText[number]): boolean {
  const begins = (from: string | undefined, until: string | undefined): boolean =>
    from === undefined || until === undefined || from < until
  return begins(a.from, b.until) && begins(b.from, a.until)
}

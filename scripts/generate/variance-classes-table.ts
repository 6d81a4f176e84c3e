import { varianceClasses, varianceClassWords } from '../../src/reconciliation/variance-class.ts'
import { markdownTable } from './markdown-table.ts'

export function varianceClassesTable(): string {
  const rows = varianceClasses.map((name) => {
    const { label, meaning, nextStep } = varianceClassWords[name]
    return [label, meaning, nextStep]
  })
  return markdownTable(['class', 'meaning', 'next step'], rows)
}

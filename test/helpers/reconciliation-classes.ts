import { expect } from 'vitest'
import type { InvoiceTieOut, PeriodControl, PeriodTieOut, Control } from '../../src/reconciliation/tie-out.ts'

/** The classes that hold anything, as a short table; the control total is proved on the way. */
export function classesOf(control: Control | PeriodControl | undefined): Record<string, string> {
  if (control === undefined) return {}
  if (control.total !== 'unknown') expect(control.sumOfClasses).toBe(control.total)
  const present = control.classes.filter(({ cost, findings }) => !/^-?0(\.0+)?$/.test(cost) || findings > 0)
  return Object.fromEntries(present.map((row) => [row.class, row.cost]))
}

export function invoiceClasses(tieOut: InvoiceTieOut): Record<string, string> {
  return classesOf(tieOut.controls[0])
}

export function periodClasses(tieOut: PeriodTieOut): Record<string, string> {
  return classesOf(tieOut.controls[0])
}

import { z } from 'zod'
import { isPlainDate, type PlainDate } from '../../domain/plain-date.ts'

/** `/Date(1552262400000+0000)/`: milliseconds, and a zone that the milliseconds have in them already. */
const msForm = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/

/** A moment in either of Xero's forms; the ISO one is UTC though it names no zone. */
export const xeroMoment = z.string().transform((text, context): Date => {
  const moment = momentOf(text)
  if (moment !== undefined) return moment
  context.addIssue({ code: 'custom', message: 'is no date of Xero' })
  return z.NEVER
})

/** A day, written as midnight of it, or alone. */
export const xeroDay = z.string().transform((text, context): PlainDate => {
  const day = isPlainDate(text) ? text : momentOf(text)?.toISOString().slice(0, 10)
  if (day !== undefined && isPlainDate(day)) return day
  context.addIssue({ code: 'custom', message: 'is no day of Xero' })
  return z.NEVER
})

function momentOf(text: string): Date | undefined {
  const milliseconds = msForm.exec(text)?.[1]
  const moment = milliseconds === undefined ? Date.parse(isoOf(text)) : Number(milliseconds)
  return Number.isNaN(moment) || Math.abs(moment) > 8.64e15 ? undefined : new Date(moment)
}

function isoOf(text: string): string {
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text) ? `${text}Z` : text
}

import type { AnswerMeaning } from '../http/answer-failures.ts'
import type { Fault, FaultError } from './faults.ts'

interface CodeMeaning {
  readonly meaning: AnswerMeaning
  /** What a person does next. */
  readonly next: string
}

const reconnect = 'Connect QuickBooks again.'
const askAnAdministrator =
  'Check that the person who connected still has full access to this company, then connect QuickBooks again.'
const report = 'This is a mistake in SeatLedger; report it with the trace id.'
const linkAgain = 'Link the client and its items again.'
const lookUp: CodeMeaning = { meaning: 'uncertain', next: 'Wait, then look the document up.' }

const duplicate: CodeMeaning = {
  meaning: 'duplicate',
  next: 'Look the document up before anything is sent again.',
}

/** Intuit's error codes that decide something, without leading zeros. */
const codes: ReadonlyMap<string, CodeMeaning> = new Map([
  ['120', { meaning: 'authorization', next: askAnAdministrator }],
  ['500', { meaning: 'rejected', next: report }],
  ['600', { meaning: 'uncertain', next: 'Wait, then send the same bytes under the same request id.' }],
  ['610', { meaning: 'missing', next: `It may have been made inactive. ${linkAgain}` }],
  ['2010', { meaning: 'rejected', next: report }],
  ['2020', { meaning: 'rejected', next: report }],
  ['2030', { meaning: 'rejected', next: report }],
  ['2050', { meaning: 'rejected', next: 'Shorten the text that it names.' }],
  ['2080', { meaning: 'rejected', next: report }],
  ['2500', { meaning: 'rejected', next: linkAgain }],
  ['3001', { meaning: 'throttled', next: 'The company is paused for a while by itself.' }],
  ['3100', { meaning: 'authorization', next: askAnAdministrator }],
  ['3200', { meaning: 'authentication', next: reconnect }],
  ['3202', { meaning: 'authorization', next: askAnAdministrator }],
  ['4000', { meaning: 'rejected', next: report }],
  ['4001', { meaning: 'rejected', next: report }],
  [
    '4002',
    { meaning: 'rejected', next: 'One record in QuickBooks is broken, often an e-mail address; correct it there.' },
  ],
  // A stale document; older answers use the same code for a closed period.
  ['5010', { meaning: 'rejected', next: 'Do what its text says, then try again.' }],
  [
    '5020',
    {
      meaning: 'authorization',
      next: 'This edition of QuickBooks lacks the feature; change the edition or the setting.',
    },
  ],
  ['6000', { meaning: 'rejected', next: 'Do what its text says, then post again.' }],
  ['6070', { meaning: 'rejected', next: report }],
  ['6100', { meaning: 'rejected', next: "Check the company's sales tax settings." }],
  ['6140', duplicate],
  ['6190', { meaning: 'authorization', next: 'The QuickBooks subscription has ended or is suspended; renew it.' }],
  ['6210', { meaning: 'rejected', next: 'Choose a later invoice date, or open the period in QuickBooks.' }],
  ['6240', { meaning: 'rejected', next: 'The name is used by another customer, vendor or employee; link it by hand.' }],
  ['10000', lookUp],
])

/** Where several errors came at once, the one that asks for the most care decides. */
const byCare: readonly AnswerMeaning[] = [
  'uncertain',
  'authentication',
  'authorization',
  'throttled',
  'duplicate',
  'missing',
  'rejected',
]

/** @returns `undefined` when neither a code nor the fault's type tells, so that the HTTP status has to. */
export function meaningOfFault(fault: Fault): CodeMeaning | undefined {
  const byType = meaningOfType(fault.type)
  if (byType?.meaning === 'uncertain') return byType
  const known = fault.errors.map((error) => meaningOfError(error) ?? byType)
  // An error that nothing tells about hides what the others say: it could be the one that matters.
  if (known.some((meaning) => meaning === undefined)) return undefined
  const mostCareful = byCare.find((meaning) => known.some((one) => one?.meaning === meaning))
  return known.find((one) => one?.meaning === mostCareful)
}

function meaningOfError({ code, message, detail }: FaultError): CodeMeaning | undefined {
  const text = `${message} ${detail}`
  // Seen in the field: the document was saved although the answer was this refusal.
  if (code === '6000' && text.includes('-30003')) return lookUp
  // 6210 is a closed period; a list of Intuit's own gives it to a used number as well, so its text decides.
  if (code === '6210' && /duplicate/i.test(text)) return duplicate
  return codes.get(code)
}

function meaningOfType(type: string): CodeMeaning | undefined {
  const lower = type.toLowerCase()
  if (lower.startsWith('system')) return lookUp
  if (lower.startsWith('authentication')) return { meaning: 'authentication', next: reconnect }
  if (lower.startsWith('authorization')) return { meaning: 'authorization', next: askAnAdministrator }
  if (lower.startsWith('validation')) return { meaning: 'rejected', next: 'Do what its text says, then post again.' }
  return undefined
}

/** The vendor's own words, for people: `6140 Duplicate Document Number Error: ... (DocNumber)`. */
export function wordsOfFault(fault: Fault): string {
  if (fault.errors.length === 0) return fault.type === '' ? 'a fault without a text' : fault.type
  return fault.errors.map(wordsOfError).join('; ')
}

function wordsOfError({ code, message, detail, element }: FaultError): string {
  // The detail of an expired token quotes the token.
  const mayBeShown = !/(?<!sync)token/i.test(detail)
  const text = [message, mayBeShown ? detail : ''].filter((part) => part !== '').join(': ')
  const place = element === undefined ? '' : ` (${element})`
  return `${code} ${text}${place}`.trim().slice(0, 1000)
}

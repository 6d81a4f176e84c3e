import { catalogue } from '../../src/billing/anomalies/catalogue.ts'
import type { Severity } from '../../src/domain/anomaly.ts'
import { markdownTable } from './markdown-table.ts'

const introduction = `# Anomalies

What a dry run flags. An anomaly is data: it stands beside the invoices, with a sentence that holds the numbers, the
evidence behind it and what to do next. Nothing is billed on a guess, and nothing is dropped unsaid.

A \`blocking\` one stops the approval of that client, never the run; a \`warning\` wants a look before approval; a \`note\`
only informs. The severity given here is the usual one; a single finding may be milder or graver, and its sentence then
says why.

This page is made from \`src/billing/anomalies/catalogue.ts\` by \`npm run generate\`.`

const severities: readonly Severity[] = ['blocking', 'warning', 'note']

/** `docs/anomalies.md`: a list of all codes, gravest first, then a section for each. */
export function anomaliesPage(): string {
  const entries = severities.flatMap((severity) =>
    Object.entries(catalogue).filter(([, entry]) => entry.severity === severity),
  )
  const list = entries.map(([code, { severity }]) => [`[\`${code}\`](#${code})`, severity])
  const sections = entries.map(([code, { severity, meaning, nextStep, example }]) =>
    [`## ${code}`, `Usually ${aOrAn(severity)}.`, meaning, `What to do: ${nextStep}`, `> ${example}`].join('\n\n'),
  )
  return `${[introduction, markdownTable(['code', 'severity'], list), ...sections].join('\n\n')}\n`
}

function aOrAn(severity: Severity): string {
  return severity === 'blocking' ? 'blocking' : `a ${severity}`
}

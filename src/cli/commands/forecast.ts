import { Argument, type Command } from 'commander'
import { forecastBill, type BillForecast } from '../../app/forecast/forecast-bill.ts'
import { formatMonth } from '../../domain/period.ts'
import { runHeedingInterrupt, type RegisterCommand } from '../command.ts'
import { renderTable } from '../table.ts'

export const registerForecast: RegisterCommand = (program, io) => {
  program
    .command('forecast')
    .description(
      "the distributors' own draft of a bill, beside the dry run of the month that it closes; nothing closes on it",
    )
    .addArgument(new Argument('[bill]', 'whose bill').choices(['this', 'next']).default('next'))
    .action(async (bill: 'this' | 'next', _options: object, command: Command) => {
      await runHeedingInterrupt(io, command, async (session) => {
        const forecast = await forecastBill(session.context, session, bill, io.signal)
        const { billMonth, month, ...rest } = forecast
        const data = { forecast: true, billMonth: formatMonth(billMonth), month: formatMonth(month), ...rest }
        return { data, text: renderForecast(forecast), exit: forecast.gaps.length === 0 ? 'done' : 'attention' }
      })
    })
}

const right = { align: 'right' } as const

function renderForecast({ billMonth, month, run, rows, gaps }: BillForecast): string {
  const beside =
    run === undefined
      ? `there is no dry run of ${formatMonth(month)} yet`
      : `beside run ${String(run)} of ${formatMonth(month)}`
  const head = [
    `FORECAST, no invoice: what the distributors draft for the bill dated ${formatMonth(billMonth)}, ${beside}.`,
    'Usage is not in it, its tax is estimated, and the bill may differ. No month is tied out or closed on it.',
  ]
  if (rows.length === 0)
    return [...head, ...gaps, 'The draft is empty: there is none at this time of the month.'].join('\n')
  const columns = [
    { title: 'client' },
    { title: 'drafted', ...right },
    { title: `of it for ${formatMonth(month)}`, ...right },
    { title: 'cost in the dry run', ...right },
    { title: '' },
  ]
  const table = renderTable(
    columns,
    rows.map(({ clientId, currency, drafted, draftedForMonth, dryRunCost, withoutCost }) => [
      clientId ?? 'no client',
      ...[drafted, draftedForMonth, dryRunCost ?? '-'],
      withoutCost === 0 ? currency : `${currency}, ${String(withoutCost)} without a cost`,
    ]),
  )
  return [...head, ...gaps, '', table].join('\n')
}

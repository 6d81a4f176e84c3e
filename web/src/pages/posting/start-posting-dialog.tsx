import { useMutation, useQueryClient } from '@tanstack/react-query'
import { startPosting, type MonthPostings, type PlannedTotal } from '../../api/postings.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { formatAmountText } from '../../components/format-amount.ts'
import { formatMonthName } from '../../components/format-time.ts'
import { tell } from '../../components/toast.tsx'

/** `43 invoices, 18,204.17 USD`, each currency for itself. */
export function plannedWords(totals: readonly PlannedTotal[]): string {
  return totals
    .map(({ invoices, amount, currency }) => {
      const noun = invoices === 1 ? 'invoice' : 'invoices'
      return `${String(invoices)} ${noun}, ${formatAmountText(amount)} ${currency}`
    })
    .join(' and ')
}

/** The last sheet before a ledger is written to: how many, how much, and what will not be posted and why. */
export function StartPostingDialog({
  month,
  data: { toPost, notApproved, blocked },
  close,
}: {
  month: string
  data: MonthPostings
  close: () => void
}) {
  const cache = useQueryClient()
  const start = useMutation({
    mutationFn: () => startPosting(month, toPost),
    onSuccess: ({ waitsAlready }) => {
      tell(
        waitsAlready ? 'The same posting waits already.' : 'Posting has been put in; each invoice is shown as it goes.',
      )
      close()
    },
    // After a refusal the sheet shows what would be posted now.
    onError: () => cache.invalidateQueries({ queryKey: ['postings', month] }),
  })
  return (
    <Dialog
      title={`Post ${formatMonthName(month)}`}
      close={close}
      actions={
        <Button
          kind="primary"
          busy={start.isPending}
          disabled={toPost.length === 0}
          run={() => {
            start.mutate()
          }}
        >
          Post {plannedWords(toPost)}
        </Button>
      }
    >
      <table>
        <thead>
          <tr>
            <th scope="col">Currency</th>
            <th scope="col" className="right">
              Invoices
            </th>
            <th scope="col" className="right">
              Before tax
            </th>
          </tr>
        </thead>
        <tbody>
          {toPost.map(({ currency, invoices, amount }) => (
            <tr key={currency}>
              <th scope="row">{currency}</th>
              <td className="right figure">{invoices}</td>
              <td className="right figure">{formatAmountText(amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        Each is written into its ledger exactly once, with the bytes that were approved. Not posted: {notApproved} ready
        and not approved, {blocked} blocked.
      </p>
      {start.error === null ? null : (
        <p role="alert" className="failed">
          {start.error.message}
        </p>
      )}
    </Dialog>
  )
}

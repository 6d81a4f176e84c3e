import { Link, useSearch } from '@tanstack/react-router'
import { WhyContent } from './why-content.tsx'

/** The same as the drawer, at an address of its own: to send, to keep, to print. */
export function WhyPage() {
  const { run, client, line } = useSearch({ from: '/why' })
  return (
    <article className="why-page">
      <WhyContent line={{ runNumber: run, clientId: client, lineKey: line }} heading={BackToInvoice} />
    </article>
  )
}

function BackToInvoice({ month, clientId, clientName }: { month: string; clientId: string; clientName: string }) {
  return (
    <p>
      <Link to="/months/$month/review" params={{ month }} search={{ client: clientId }}>
        {clientName}, {month}
      </Link>
    </p>
  )
}

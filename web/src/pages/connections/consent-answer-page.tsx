import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { PageHead } from '../../components/page-head.tsx'
import { ConsentAnswer } from './consent-answer.tsx'

/** Where a vendor sends the browser back to after a person has allowed access. */
export function ConsentAnswerPage() {
  const navigate = useNavigate()
  const [address] = useState(() => window.location.href)
  return (
    <>
      <PageHead title="Connecting" />
      <ConsentAnswer address={address} done={() => void navigate({ to: '/connections', replace: true })} />
    </>
  )
}

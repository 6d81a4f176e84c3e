import { useState } from 'react'
import { TextField } from '../../components/field.tsx'
import { ConsentAnswer } from './consent-answer.tsx'

/** For a redirect address that is not this page: the operator brings the answer. */
export function PasteAnswer({ address, close }: { address: string; close: () => void }) {
  const [pasted, setPasted] = useState('')
  const isAddress = URL.canParse(pasted.trim())
  return (
    <>
      <p>
        <a href={address} target="_blank" rel="noreferrer">
          Open the vendor’s page
        </a>
        , sign in, and allow access to the company. Then paste the whole address that the browser ends at; the page
        there may well be empty.
      </p>
      <TextField
        label="The address that the browser was sent to"
        value={pasted}
        change={setPasted}
        autoComplete="off"
        problem={pasted === '' || isAddress ? undefined : 'This is not a whole address; it begins with https://'}
      />
      {isAddress ? <ConsentAnswer key={pasted} address={pasted.trim()} done={close} /> : null}
    </>
  )
}

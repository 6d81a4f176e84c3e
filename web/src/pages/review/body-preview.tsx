/** The very bytes that would be sent, laid out for reading where they are JSON. */
export function BodyPreview({ body, ledger }: { body: string; ledger: string }) {
  return (
    <details>
      <summary>What {ledger} is sent</summary>
      <pre className="body" tabIndex={0}>
        {laidOut(body)}
      </pre>
    </details>
  )
}

function laidOut(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2)
  } catch {
    // A ledger that takes another format is shown what it takes.
    return body
  }
}

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { getWhy } from '../../api/review.ts'
import { Failed, Loading } from '../../components/states.tsx'

interface Props {
  readonly runNumber: number
  readonly clientId: string
  readonly lineKey: string
  readonly close: () => void
}

/** Why an amount is what it is: the sentence, then the arithmetic down to the cent. */
export function WhyDrawer({ runNumber, clientId, lineKey, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['why', runNumber, clientId, lineKey],
    queryFn: () => getWhy(runNumber, clientId, lineKey),
  })
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} className="drawer" aria-label="Why this number" onClose={close}>
      <button type="button" onClick={() => dialog.current?.close()}>
        Close <kbd>Esc</kbd>
      </button>
      {error !== null ? <Failed error={error} retry={() => void refetch()} /> : null}
      {error === null && data === undefined ? <Loading what="the working" /> : null}
      {data === undefined ? null : (
        <>
          <h2>{data.line.description}</h2>
          <p className="sentence">{data.explanation.sentence}</p>
          <table>
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Working</th>
                <th scope="col" className="right">
                  Result
                </th>
                <th scope="col">From</th>
              </tr>
            </thead>
            <tbody>
              {data.explanation.rows.map((row) => (
                <tr key={`${row.what} ${row.working}`}>
                  <th scope="row">{row.what}</th>
                  <td>{row.working}</td>
                  <td className="right figure">{row.result}</td>
                  <td>{row.source}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </dialog>
  )
}

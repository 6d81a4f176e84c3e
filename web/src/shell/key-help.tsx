import { Dialog } from '../components/dialog.tsx'
import { useAllKeys } from './use-keys.ts'

/** All keys of the screen that is shown. */
export function KeyHelp({ close }: { close: () => void }) {
  const keys = useAllKeys()
  return (
    <Dialog title="Keys" close={close}>
      <table>
        <tbody>
          {keys.map((action) => (
            <tr key={action.keys}>
              <th scope="row">
                {action.keys.split(' ').map((key, index) => (
                  <span key={`${key} ${String(index)}`}>
                    <kbd>{key}</kbd>{' '}
                  </span>
                ))}
              </th>
              <td>{action.does}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">
              <kbd>Ctrl</kbd> <kbd>K</kbd>
            </th>
            <td>find a screen, a client or a month</td>
          </tr>
          <tr>
            <th scope="row">
              <kbd>↑</kbd> <kbd>↓</kbd> <kbd>Enter</kbd>
            </th>
            <td>in a table: the row above or below, open it</td>
          </tr>
          <tr>
            <th scope="row">
              <kbd>Esc</kbd>
            </th>
            <td>close what is open</td>
          </tr>
        </tbody>
      </table>
    </Dialog>
  )
}

import type { LineName } from '../../api/why.ts'
import { Dialog } from '../../components/dialog.tsx'
import { WhyContent } from './why-content.tsx'

/** Why an amount is what it is, beside the screen that showed the amount. */
export function WhyDrawer({ close, ...line }: LineName & { readonly close: () => void }) {
  return (
    <Dialog kind="drawer" title="Why this number" close={close}>
      <WhyContent line={line} />
    </Dialog>
  )
}

import { useQuery } from '@tanstack/react-query'
import { getCarryChoices, type Carry } from '../../api/tie-out.ts'
import { ChoiceField, TextField } from '../../components/field.tsx'

/** As it was typed; empty where the server decides. */
export interface CarryText {
  readonly clientId: string
  readonly amount: string
  readonly itemId: string
  readonly description: string
}

interface Props {
  readonly month: string
  readonly text: CarryText
  readonly change: (text: CarryText) => void
  readonly isCredit: boolean
  /** The difference names a client, so that none has to be chosen. */
  readonly namesClient: boolean
}

/** Who pays for it or gets it back, how much, and how the line reads. */
export function CarryFields({ month, text, change, isCredit, namesClient }: Props) {
  const { data } = useQuery({ queryKey: ['carry-choices', month], queryFn: () => getCarryChoices(month) })
  const toChoices = (some: readonly { id: string; name: string }[] | undefined) =>
    (some ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const set = (part: Partial<CarryText>) => {
    change({ ...text, ...part })
  }
  return (
    <div className="carry-fields">
      <ChoiceField
        label="Client"
        value={text.clientId}
        change={(clientId) => {
          set({ clientId })
        }}
        choices={[
          { value: '', label: namesClient ? 'the client that it is about' : 'choose one' },
          ...toChoices(data?.clients),
        ]}
      />
      <TextField
        label={isCredit ? 'Amount, with a minus' : 'Amount'}
        value={text.amount}
        change={(amount) => {
          set({ amount: amount.trim() })
        }}
        hint="Empty: our cost at the margin of the client's own lines."
        problem={isAmount(text.amount) ? undefined : 'An amount such as 12.34, without separators.'}
      />
      <ChoiceField
        label="Billed under"
        value={text.itemId}
        change={(itemId) => {
          set({ itemId })
        }}
        choices={[{ value: '', label: "the item of the client's own line" }, ...toChoices(data?.items)]}
      />
      <TextField
        label="Text of the line"
        value={text.description}
        change={(description) => {
          set({ description })
        }}
        hint="Empty: the item and the month."
      />
    </div>
  )
}

export function toCarry({ clientId, amount, itemId, description }: CarryText): Carry {
  return {
    clients: clientId === '' ? [] : [{ clientId, weight: 1 }],
    ...(amount === '' || !isAmount(amount) ? {} : { amount }),
    ...(itemId === '' ? {} : { itemId }),
    ...(description.trim() === '' ? {} : { description: description.trim() }),
  }
}

function isAmount(text: string): boolean {
  return /^$|^-?\d+(\.\d+)?$/.test(text)
}

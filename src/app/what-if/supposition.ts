import { InvalidInput } from '../../support/failure.ts'

/** One `--set`: what it is about, and the setting that is supposed to be another. */
export interface Supposition {
  /** As it was typed, for messages. */
  readonly text: string
  readonly about: 'house' | 'client' | 'item' | 'line' | 'product'
  /** The id, for a line `CLIENT/LINE`, for products `*` means all; empty for the house. */
  readonly id: string
  /** Such as `price`, `markupPercent`. */
  readonly path: readonly string[]
  readonly value: string
}

const form = /^(house|(client|item|line|product)=([^:\s]+)):([A-Za-z]+(?:\.[A-Za-z]+)*)=(.+)$/

/**
 * Reads `client=bear-creek:price.markupPercent=25`, `house:quantityBasis=daily` or `product=*:unitCostPercent=5`.
 * @throws {InvalidInput} for a text of another form.
 */
export function readSupposition(text: string): Supposition {
  const match = form.exec(text)
  const [, whole = '', about, id = '', path = '', value = ''] = match ?? []
  if (match === null) {
    throw new InvalidInput(
      `--set ${text.slice(0, 80)} cannot be read. Write house:KEY=VALUE, client=ID:KEY=VALUE, item=ID:KEY=VALUE, ` +
        'line=CLIENT/LINE:KEY=VALUE or product=ID:KEY=VALUE, for example client=bear-creek:price.markupPercent=25.',
    )
  }
  return { text, about: aboutOf(whole, about), id, path: path.split('.'), value }
}

function aboutOf(whole: string, about: string | undefined): Supposition['about'] {
  if (whole === 'house') return 'house'
  return about === 'client' || about === 'item' || about === 'line' ? about : 'product'
}

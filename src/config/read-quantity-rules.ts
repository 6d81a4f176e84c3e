import { textNames, type QuantityRules } from '../domain/quantity-rules.ts'
import { decimal } from '../money/decimal.ts'
import type { QuantityRulesText } from './quantity-schema.ts'
import { toPrice } from './read-price.ts'
import { isTemplateProblem, parseTextTemplate } from './text-template.ts'

/** The quantity rules of one place. The schema has taken them, so each text is what it should be. */
export function toQuantityRules(text: QuantityRulesText, currency: string): QuantityRules {
  const { overagePrice, text: template } = text
  return {
    ...numbersOf(text),
    ...choicesOf(text),
    ...(overagePrice === undefined ? {} : { overagePrice: toPrice(overagePrice, currency) }),
    ...(template === undefined ? {} : { text: templateOf(template) }),
  }
}

function numbersOf(text: QuantityRulesText): QuantityRules {
  const { includedQuantity, minimumQuantity, maximumQuantity, quantityStep } = text
  return {
    ...(includedQuantity === undefined ? {} : { includedQuantity: decimal(includedQuantity) }),
    ...(minimumQuantity === undefined ? {} : { minimumQuantity: decimal(minimumQuantity) }),
    ...(maximumQuantity === undefined ? {} : { maximumQuantity: decimal(maximumQuantity) }),
    ...(quantityStep === undefined ? {} : { quantityStep: decimal(quantityStep) }),
  }
}

/** A key that is not stated is left out, so that it is looked for further up. */
function choicesOf(text: QuantityRulesText): QuantityRules {
  const { committedFloor, dayCount, changeDay, servicePeriods, shape, roundingPlace } = text
  const { netting, decreases, timing, terms, zeroLines } = text
  return {
    ...(committedFloor === undefined ? {} : { committedFloor }),
    ...(dayCount === undefined ? {} : { dayCount }),
    ...(changeDay === undefined ? {} : { changeDay }),
    ...(servicePeriods === undefined ? {} : { servicePeriods }),
    ...(shape === undefined ? {} : { shape }),
    ...(roundingPlace === undefined ? {} : { roundingPlace }),
    ...(netting === undefined ? {} : { netting }),
    ...(decreases === undefined ? {} : { decreases }),
    ...(timing === undefined ? {} : { timing }),
    ...(terms === undefined ? {} : { terms }),
    ...(zeroLines === undefined ? {} : { zeroLines }),
  }
}

function templateOf(text: string): NonNullable<QuantityRules['text']> {
  const parsed = parseTextTemplate(text, textNames)
  return isTemplateProblem(parsed) ? [text] : parsed
}

import { z } from 'zod'
import { billingConfigSchema } from '../../src/config/billing-config-schema.ts'

type JsonSchema = Record<string, unknown>

/**
 * The JSON Schema of the billing config, for editors. The program reads each scalar as text; an editor's YAML reader
 * makes numbers and booleans of them first, so both are accepted here.
 */
export function billingConfigJsonSchema(): string {
  return editorJsonSchema(billingConfigSchema)
}

/** The same of any format that is read as text. */
export function editorJsonSchema(format: z.ZodType): string {
  const schema = z.toJSONSchema(format, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      widen(jsonSchema)
    },
  })
  return `${JSON.stringify(schema, undefined, 2)}\n`
}

function widen(schema: JsonSchema): void {
  if (schema['decimal'] === true) widenDecimal(schema)
  if (schema['flag'] === true) widenFlag(schema)
  for (const mark of ['decimal', 'notNegative', 'flag']) Reflect.deleteProperty(schema, mark)
}

function widenDecimal(schema: JsonSchema): void {
  const { const: only } = schema
  if (only !== undefined) {
    replaceChoice(schema, ['number', 'string'], [Number(only), only])
    return
  }
  schema['type'] = ['number', 'string']
  // A pattern binds text alone, a minimum numbers alone.
  schema['pattern'] = schema['notNegative'] === true ? String.raw`^\+?\d+(\.\d+)?$` : String.raw`^[+-]?\d+(\.\d+)?$`
  if (schema['notNegative'] === true) schema['minimum'] = 0
}

function widenFlag(schema: JsonSchema): void {
  const words = Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : [schema['const']]
  replaceChoice(schema, ['boolean', 'string'], [...words.map((word) => word === 'true'), ...words])
}

function replaceChoice(schema: JsonSchema, type: readonly string[], choice: readonly unknown[]): void {
  Reflect.deleteProperty(schema, 'const')
  schema['type'] = type
  schema['enum'] = choice
}

import { scenarioSchema } from '../../src/app/evaluate/scenario-schema.ts'
import { editorJsonSchema } from './billing-config-json-schema.ts'

/** The JSON Schema of a scenario, for editors and for whoever writes one by program. */
export function scenarioJsonSchema(): string {
  return editorJsonSchema(scenarioSchema)
}

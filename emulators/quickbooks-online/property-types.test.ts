import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedSpecs } from '../../test/helpers/shared-specs.ts'
import { propertiesOf, valuesOf } from './check-properties.ts'
import { enumerations } from './enumerations.ts'
import { propertyTypes } from './property-types.ts'

const folder = sharedSpecs('quickbooks-online', 'xsd')
if (folder === undefined)
  console.warn('The vendor schema was not found: property names of the emulator were not checked.')

/** The schema as text, each named type on its own: read by string search, not as the lists were made. */
function namedTypes(directory: string): Map<string, string> {
  const types = new Map<string, string>()
  for (const file of readdirSync(directory)) {
    const text = readFileSync(join(directory, file), 'utf8').replace(/<!--[\s\S]*?-->/g, '')
    for (const match of text.matchAll(/<xs:(complexType|simpleType)\s+name="(\w+)"[^>]*>([\s\S]*?)<\/xs:\1>/g)) {
      types.set(match[2] ?? '', match[3] ?? '')
    }
  }
  return types
}

function namesOf(types: Map<string, string>, type: string): Map<string, boolean> {
  const text = types.get(type) ?? ''
  const names = new Map<string, boolean>()
  const base = /<xs:extension\s+base="(\w+)"/.exec(text)?.[1]
  if (base !== undefined && !isSimple(types, base))
    for (const [name, isList] of namesOf(types, base)) names.set(name, isList)
  if (text.includes('<xs:simpleContent>')) names.set('value', false)
  for (const match of text.matchAll(/<xs:(?:element|attribute)\s([^>]*)>/g)) {
    const name = /name="(\w+)"/.exec(match[1] ?? '')?.[1]
    if (name !== undefined) names.set(name, (match[1] ?? '').includes('maxOccurs="unbounded"'))
  }
  return names
}

function isSimple(types: Map<string, string>, type: string): boolean {
  return (types.get(type) ?? '').includes('<xs:restriction')
}

describe.runIf(folder !== undefined)('the property lists', () => {
  // What is described is also collected where it does not run.
  const types = folder === undefined ? new Map<string, string>() : namedTypes(folder)

  test.each(Object.keys(propertyTypes))('%s has exactly the properties of the vendor schema', (type) => {
    const own = [...propertiesOf(type)].map(([name, { isList }]) => `${name}${isList ? '[]' : ''}`)
    const schema = [...namesOf(types, type)].map(([name, isList]) => `${name}${isList ? '[]' : ''}`)
    expect(own.sort()).toEqual(schema.sort())
  })

  test.each(Object.keys(enumerations))('%s has exactly the values of the vendor schema', (enumeration) => {
    const values = [...(types.get(enumeration) ?? '').matchAll(/<xs:enumeration\s+value="([^"]*)"/g)].map(
      ([, value]) => value,
    )
    expect([...valuesOf(enumeration)].sort()).toEqual(values.sort())
  })
})

test('every type that a list names is a primitive, an enumeration or another list', () => {
  const primitives = ['string', 'decimal', 'integer', 'boolean', 'date', 'dateTime', 'any']
  for (const type of Object.keys(propertyTypes)) {
    for (const [, { name }] of propertiesOf(type)) {
      expect([...primitives, ...Object.keys(propertyTypes), ...Object.keys(enumerations)]).toContain(name)
    }
  }
})

import { parseDecimal } from '../../src/money/decimal.ts'
import { isJsonNumber } from '../../src/support/json.ts'
import { enumerations } from './enumerations.ts'
import { propertyTypes } from './property-types.ts'
import { isJsonObject, type JsonObject } from './state/json-object.ts'
import { fault, throwIfAny, VendorFault, type FaultError } from './vendor-fault.ts'

interface PropertyType {
  readonly name: string
  readonly isList: boolean
}

/**
 * Refuses a body that names a property the vendor's schema does not know, or gives one a value of another kind.
 * @throws {VendorFault} 2010 for the first unknown property or wrong kind; 2080 for each text that is no number.
 */
export function checkProperties(typeName: string, body: JsonObject): void {
  const errors: FaultError[] = []
  checkObject(typeName, body, '', errors)
  throwIfAny(errors)
}

function checkObject(typeName: string, body: JsonObject, path: string, errors: FaultError[]): void {
  const known = propertiesOf(typeName)
  for (const [name, value] of Object.entries(body)) {
    const type = known.get(name)
    if (type === undefined) throw new VendorFault([unknownProperty(typeName, name, [...known.keys()])])
    if (value === null) continue
    const here = path === '' ? name : `${path}.${name}`
    if (type.isList) checkList(type, value, here, errors)
    else checkValue(type, value, here, errors)
  }
}

function checkList(type: PropertyType, value: unknown, path: string, errors: FaultError[]): void {
  if (!Array.isArray(value)) throw wrongKind(type.name, path, 'a list')
  for (const element of value) checkValue(type, element, path, errors)
}

function checkValue(type: PropertyType, value: unknown, path: string, errors: FaultError[]): void {
  if (type.name === 'any') return
  if (type.name in propertyTypes) {
    if (!isJsonObject(value)) throw wrongKind(type.name, path, 'an object')
    checkObject(type.name, value, path, errors)
    return
  }
  const text = isJsonNumber(value) ? value.toString() : value
  if (typeof text === 'boolean' && (type.name === 'boolean' || type.name === 'string')) return
  if (typeof text !== 'string') throw wrongKind(type.name, path, `a ${type.name}`)
  checkText(type.name, text, path, errors)
}

function checkText(typeName: string, text: string, path: string, errors: FaultError[]): void {
  switch (typeName) {
    case 'string':
      return
    case 'decimal':
      if (parseDecimal(text) === undefined) errors.push(fault.numberFormat(path, text))
      return
    case 'integer':
      if (!/^-?\d{1,9}$/.test(text)) errors.push(fault.numberFormat(path, text))
      return
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw wrongKind(typeName, path, 'true or false')
      return
    case 'date':
      if (!isDate(text)) throw wrongKind(typeName, path, 'a date as YYYY-MM-DD')
      return
    case 'dateTime':
      if (Number.isNaN(Date.parse(text))) throw wrongKind(typeName, path, 'a time')
      return
    default:
      if (!valuesOf(typeName).includes(text)) throw wrongKind(typeName, path, `one of ${valuesOf(typeName).join(', ')}`)
  }
}

/** The vendor takes a date with or without a time behind it. */
function isDate(text: string): boolean {
  const date = /^(\d{4}-\d{2}-\d{2})(?:T.*|Z|[+-]\d{2}:\d{2})?$/.exec(text)?.[1]
  if (date === undefined) return false
  const instant = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(date)
}

/** The text of the recorded answer, which lists the known names and is cut off after sixty. */
function unknownProperty(typeName: string, name: string, known: readonly string[]): FaultError {
  const shown = known.slice(0, 60).map((one) => `"${one}"`)
  const cut = known.length > 60 ? ' [truncated]' : ''
  return fault.malformed(
    `Unrecognized field "${name}" (class com.intuit.schema.finance.v3.${typeName}), not marked as ignorable (${known.length} known properties: ${shown.join(', ')}${cut}])\n`,
  )
}

function wrongKind(typeName: string, path: string, wanted: string): VendorFault {
  return new VendorFault([
    fault.malformed(`Can not deserialize value of type ${typeName} at "${path}": ${wanted} expected`),
  ])
}

const parsedTypes = new Map<string, ReadonlyMap<string, PropertyType>>()

/** The properties of a type of the vendor's schema, parsed once. */
export function propertiesOf(typeName: string): ReadonlyMap<string, PropertyType> {
  const parsed = parsedTypes.get(typeName)
  if (parsed !== undefined) return parsed
  const properties = new Map<string, PropertyType>()
  for (const word of (propertyTypes[typeName] ?? '').split(/\s+/).filter((one) => one !== '')) {
    const [name = '', type = ''] = word.split(':')
    properties.set(name, { name: type.replace('[]', ''), isList: type.endsWith('[]') })
  }
  parsedTypes.set(typeName, properties)
  return properties
}

export function valuesOf(enumeration: string): readonly string[] {
  return (enumerations[enumeration] ?? '').split('|').map((value) => value.trim())
}

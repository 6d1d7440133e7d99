import { valueAt } from './fql'

/** What a field takes, as far as it changes a value. */
export interface Field {
  type: string
  multiple?: boolean
  required?: boolean
  allowNull?: boolean
  choices?: string[]
  properties?: { [key: string]: Field }
}
export type Fields = { [key: string]: Field }
type Values = { [key: string]: unknown }

/** Says why a value is none; never the value. */
export class Misfit extends Error {}

/** The values that a mapping takes out of an event, in the types of their fields. */
export function payloadOf(mapping: Values, fields: Fields, event: unknown): Values {
  const payload: Values = {}
  for (const [key, field] of Object.entries(fields)) {
    const value = prune(resolve(mapping[key], event))
    if (isAbsent(value, field)) {
      if (field.required) throw new Misfit(`${key} is required.`)
    } else payload[key] = coerce(value, field, key)
  }
  return payload
}

function isAbsent(value: unknown, { allowNull }: Field): boolean {
  return value === undefined || value === '' || (value === null && !allowNull)
}

function resolve(mapping: unknown, event: unknown): unknown {
  if (typeof mapping !== 'object' || mapping === null) return mapping
  if (Array.isArray(mapping)) return mapping.map((one) => resolve(one, event))
  const given = mapping as Values
  if ('@path' in given) return valueAt(event, String(given['@path']).replace('$.', ''))
  if ('@if' in given) return resolveIf(given['@if'] as Values, event)
  if ('@arrayPath' in given) return resolveItems(given['@arrayPath'] as [string, Values], event)
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, resolve(value, event)]))
}

function resolveIf({ exists, then, else: otherwise }: Values, event: unknown): unknown {
  const value = resolve(exists, event)
  return resolve(value === undefined || value === null ? otherwise : then, event)
}

function resolveItems([path, shape]: [string, Values], event: unknown): unknown {
  const items = valueAt(event, path.replace('$.', ''))
  if (typeof items !== 'object' || items === null) return items
  return (Array.isArray(items) ? items : [items]).map((item) => resolve(shape, item))
}

function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prune)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [[key, prune(member)]]))
  )
}

function coerce(value: unknown, field: Field, key: string): unknown {
  if (value === null && field.allowNull) return null
  if (field.multiple) {
    const items = Array.isArray(value) ? value : [value]
    return items.map((item) => coerce(item, { ...field, multiple: false }, key))
  }
  if (field.type === 'object') return coerceObject(value, field, key)
  // A list of one is the one in it, as it is to Segment's own validation.
  const only = Array.isArray(value) && value.length === 1 ? value[0] : value
  const coerced = coerceScalar(only, field.type)
  if (coerced === undefined) throw new Misfit(`${key} must be a ${field.type}.`)
  if (field.choices && !field.choices.includes(String(coerced))) throw new Misfit(`${key} is none of its choices.`)
  return coerced
}

function coerceObject(value: unknown, { properties }: Field, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Misfit(`${key} must be an object.`)
  if (properties === undefined) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const field = properties[name]
      return field === undefined ? [] : [[name, coerce(member, field, `${key}.${name}`)]]
    })
  )
}

function coerceScalar(value: unknown, type: string): unknown {
  if (type === 'number') {
    if (typeof value === 'number') return value
    return typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)) ? Number(value) : undefined
  }
  if (type === 'boolean') return typeof value === 'boolean' ? value : undefined
  if (type === 'datetime') return isInstant(value) ? value : undefined
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

function isInstant(value: unknown): boolean {
  if (typeof value === 'string')
    return !Number.isNaN(Date.parse(value)) || (value !== '' && !Number.isNaN(Number(value)))
  return typeof value === 'number'
}

import { BLOCKED_IDENTIFIERS, PERSONAL_KEYS, PERSONAL_TRAITS } from './constants'
import { normalize } from './identity'
import type { Properties } from './types'

/** Deeper than anything that Inkling reads. */
const MOST_DEPTH = 16
/** A shorter identifier stands inside ordinary words by chance: it has to match as a whole, and mere digits never do. */
const LEAST_INSIDE = 6
const DIGITS = /^[0-9]*$/
const EMAIL = /[^\s@]@[^\s@.]+\.[^\s@]/
const ESCAPES = /(?:%[0-9a-f]{2})+/gi
const ADDRESS = /^(?:https?:\/\/|\/|\?)/i

/**
 * Properties without what names a person: by key, by an email address in a text, or because the event's own raw
 * identifier stands in it. Of addresses the path stays, and `utm_` parameters.
 *
 * @param raw The event's own identifiers.
 */
export function withoutPersonal(
  properties: Properties | undefined,
  raw: (string | undefined)[],
  isPersonalKey: (key: string) => boolean = isPersonalProperty
): Properties | undefined {
  if (properties === undefined) return undefined
  const own = raw.flatMap((id) => (id === undefined ? [] : [normalize(id)])).filter(isTelling)
  const isPersonal = (text: string) => {
    const plain = normalize(unescaped(text))
    return standsIn(own, plain) || EMAIL.test(plain)
  }
  return cleanObject(properties, { isPersonalKey, isPersonal }, 1)
}

/** Traits name their owner where properties name a product. */
export function isPersonalTrait(key: string): boolean {
  const name = snakeCase(key)
  return PERSONAL_KEYS.has(name) || PERSONAL_TRAITS.has(name)
}

function isPersonalProperty(key: string): boolean {
  return PERSONAL_KEYS.has(snakeCase(key))
}

interface Rules {
  isPersonalKey: (key: string) => boolean
  isPersonal: (text: string) => boolean
}

function cleanObject(object: Properties, rules: Rules, depth: number): Properties {
  const clean: Properties = {}
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined || rules.isPersonalKey(key) || rules.isPersonal(key)) continue
    const kept = cleanValue(value, rules, depth)
    if (kept !== undefined) clean[key] = kept
  }
  return clean
}

function cleanValue(value: unknown, rules: Rules, depth: number): unknown {
  if (typeof value === 'string') {
    const text = ADDRESS.test(value) ? cleanAddress(value) : value
    return rules.isPersonal(text) ? undefined : text
  }
  if (typeof value === 'number') return rules.isPersonal(String(value)) ? undefined : value
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MOST_DEPTH) return undefined
  if (!Array.isArray(value)) return cleanObject(value as Properties, rules, depth + 1)
  return value.map((item) => cleanValue(item, rules, depth + 1)).filter((item) => item !== undefined)
}

/** A user called 7 is not the seven that somebody bought, and one called unknown is nobody. */
function isTelling(id: string): boolean {
  return !BLOCKED_IDENTIFIERS.has(id) && (id.length >= LEAST_INSIDE || !DIGITS.test(id))
}

function standsIn(own: string[], text: string): boolean {
  return own.some((id) => {
    if (id.length < LEAST_INSIDE) return text === id
    return DIGITS.test(id) ? standsAsNumber(id, text) : text.includes(id)
  })
}

/** Within longer digits it is another number: of an order, for example. */
function standsAsNumber(id: string, text: string): boolean {
  for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
    if (!isDigit(text[at - 1]) && !isDigit(text[at + id.length])) return true
  }
  return false
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9'
}

/** Addresses of pages write `@` as `%40`. */
function unescaped(text: string): string {
  return text.replace(ESCAPES, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      // No UTF-8: it stands for no text.
      return run
    }
  })
}

function cleanAddress(address: string): string {
  const [whole = ''] = address.split('#')
  const [path = '', query = ''] = whole.split('?')
  const kept = query.split('&').filter((parameter) => parameter.startsWith('utm_'))
  return kept.length === 0 ? path : `${path}?${kept.join('&')}`
}

function snakeCase(key: string): string {
  return key
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s-]/g, '_')
    .toLowerCase()
}

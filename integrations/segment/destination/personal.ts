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
/** Between the words of an identifier, as forms, addresses and programs write them. */
const JOINTS = /[\s+_-]+/g
const ADDRESS = /^\s*(?:[a-z][a-z0-9+.-]*:\/\/|[/?])/i
/** Addresses of somebody, and not of a page. */
const OF_SOMEBODY = /^\s*(?:mailto|tel|sms|callto|data|blob):/i

const PERSONAL = new Set(PERSONAL_KEYS.map(foldKey))
const PERSONAL_OF_OWNER = new Set([...PERSONAL_KEYS, ...PERSONAL_TRAITS].map(foldKey))

/** Raw identifiers of an event, and what is looked for of them. */
export interface RawIds {
  /** Of a person: they stand nowhere, also not inside a text. */
  people: (string | undefined)[]
  /** Of others: they are no value by themselves. */
  others?: (string | undefined)[]
}

/** Whether a text names a person: it is a link that writes to one, or an email address or an identifier stands in it. */
export function judgePersonal({ people, others = [] }: RawIds): (text: string) => boolean {
  const own = known(people).filter(isTelling)
  const whole = known(others)
  const joined = own.map(dropJoints).filter((id) => id.length >= LEAST_INSIDE)
  return (text) => {
    if (OF_SOMEBODY.test(text)) return true
    const plain = normalize(unescaped(unescaped(text)).normalize('NFKC'))
    return standsIn(own, plain) || whole.includes(plain) || EMAIL.test(plain) || standsJoined(joined, plain)
  }
}

function known(ids: (string | undefined)[]): string[] {
  return ids.flatMap((id) => (id === undefined ? [] : [normalize(id.normalize('NFKC'))]))
}

/**
 * Properties without what names a person: by key, by an email address in a text, or because one of the event's own raw
 * identifiers stands in it. Of addresses the path stays, and `utm_` parameters.
 */
export function withoutPersonal(
  properties: Properties | undefined,
  isPersonal: (text: string) => boolean,
  isPersonalKey: (key: string) => boolean = isPersonalProperty
): Properties | undefined {
  return properties && cleanObject(properties, { isPersonalKey, isPersonal }, 1)
}

/** Traits name their owner where properties name a product. */
export function isPersonalTrait(key: string): boolean {
  return PERSONAL_OF_OWNER.has(foldKey(key))
}

function isPersonalProperty(key: string): boolean {
  return PERSONAL.has(foldKey(key))
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
    const text = isAddress(value) ? cleanAddress(value) : value
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

/** Also of a page that is named from another one, or by what stands behind its `#`. */
function isAddress(text: string): boolean {
  return ADDRESS.test(text) || (/[?#]/.test(text) && text.includes('=') && !/\s/.test(text.trim()))
}

function cleanAddress(address: string): string {
  const [whole = ''] = address.trim().split('#')
  const [path = '', query = ''] = whole.split('?')
  const kept = query.split('&').filter((parameter) => parameter.startsWith('utm_'))
  return kept.length === 0 ? path : `${path}?${kept.join('&')}`
}

function dropJoints(text: string): string {
  return text.replace(JOINTS, '')
}

/** Mere digits are another number as soon as others stand beside them. */
function standsJoined(ids: string[], text: string): boolean {
  if (ids.length === 0) return false
  const joined = dropJoints(text)
  return ids.some((id) => (DIGITS.test(id) ? joined === id : joined.includes(id)))
}

/** `FirstName`, `first name` and `firstname` are one name. */
function foldKey(key: string): string {
  return key.replace(/[\s._-]/g, '').toLowerCase()
}

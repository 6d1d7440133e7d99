import { isRefused } from './consent'
import { CONSENT_EVENT } from './constants'
import { deviceOf, deviceOrHash, hashIdentifier } from './identity'
import { isPersonalTrait, judgePersonal, withoutPersonal } from './personal'
import type { CommonPayload, Draft, Message, MessageSettings, Properties } from './types'

const NAMES_SOMEBODY = 'The name of the event or the audience names a person: name what happened.'
const NOBODY = 'The event names nobody: map a User ID, an Anonymous ID or an Email Address that stands for a person.'

/** Where it happened, and what led there. */
interface PlacedPayload extends CommonPayload {
  page?: Properties
  campaign?: Properties
}

interface TrackPayload extends PlacedPayload {
  event_name: string
  properties?: Properties
}

interface PagePayload extends PlacedPayload {
  type: string
  name?: string
  category?: string
  properties?: Properties
}

interface TraitsPayload extends CommonPayload {
  traits?: Properties
}

/** Properties of an order in the order in which they are sent. */
const ORDER_PROPERTIES = [
  'order_id',
  'checkout_id',
  'cart_id',
  'affiliation',
  'total',
  'subtotal',
  'revenue',
  'shipping',
  'tax',
  'discount',
  'currency',
  'coupon',
  'products'
] as const

type OrderPayload = PlacedPayload & { event_name: string } & { [key in (typeof ORDER_PROPERTIES)[number]]?: unknown }

interface AudiencePayload extends CommonPayload {
  audience: string
}

interface LinkPayload extends CommonPayload {
  previous_id: string
}

export function trackMessage(payload: TrackPayload, settings: MessageSettings): Draft {
  const { event_name: event } = payload
  return compose(payload, settings, {
    type: 'track',
    event,
    properties: clean(payload, payload.properties),
    context: contextOf(payload)
  })
}

export function pageMessage(payload: PagePayload, settings: MessageSettings): Draft {
  const { type, name, category } = payload
  return compose(payload, settings, {
    type: type === 'screen' ? 'screen' : 'page',
    ...clean(payload, { name, category }, () => false),
    properties: clean(payload, payload.properties),
    context: contextOf(payload)
  })
}

export function identifyMessage(payload: TraitsPayload, settings: MessageSettings): Draft {
  const traits = clean(payload, payload.traits, isPersonalTrait)
  const email = hashIdentifier(payload.email, settings.id_key)
  return compose(payload, settings, { type: 'identify', traits: { ...(email && { email }), ...traits } })
}

export function orderMessage(payload: OrderPayload, settings: MessageSettings): Draft {
  const properties: Properties = {}
  for (const key of ORDER_PROPERTIES) if (payload[key] !== '') properties[key] = payload[key]
  return compose(payload, settings, {
    type: 'track',
    event: payload.event_name,
    properties: clean(payload, properties),
    context: contextOf(payload)
  })
}

/** @param isMember undefined: the event does not say. */
export function audienceMessage(
  payload: AudiencePayload,
  settings: MessageSettings,
  isMember: boolean | undefined
): Draft {
  if (isMember === undefined || payload.audience === '') {
    return { kind: 'invalid', reason: 'The event does not say whether the user is in an audience.' }
  }
  if (judge(payload)(payload.audience)) return { kind: 'invalid', reason: NAMES_SOMEBODY }
  return compose(payload, settings, { type: 'identify', traits: { [payload.audience]: isMember } })
}

/**
 * A choice is told whatever it is: Segment sends it regardless of consent, and it carries nothing else. Where the
 * category that this destination asks for is not allowed, everything is refused.
 */
export function consentMessage(payload: CommonPayload, settings: MessageSettings): Draft {
  const { consent } = payload
  if (consent === undefined) {
    return { kind: 'invalid', reason: 'The event carries no consent preferences.' }
  }
  const stated = isRefused(consent, settings.required_consent_category) ? {} : consent
  return address({ ...payload, consent: stated }, settings, { type: 'track', event: CONSENT_EVENT })
}

export function linkMessage(payload: LinkPayload, settings: MessageSettings): Draft {
  const previousId = hashIdentifier(payload.previous_id, settings.id_key)
  if (previousId === undefined) return { kind: 'invalid', reason: 'The Previous ID stands for nobody.' }
  // Analytics.js gives the anonymous id there: it is a device as well.
  const anonymous_id = payload.anonymous_id ?? deviceOf(payload.previous_id)
  return compose({ ...payload, anonymous_id }, settings, { type: 'alias', previousId })
}

export function groupMessage(payload: TraitsPayload, settings: MessageSettings): Draft {
  const groupId = hashIdentifier(payload.group_id, settings.id_key)
  if (groupId === undefined) return { kind: 'invalid', reason: 'The Group ID stands for no account.' }
  const traits = clean(payload, payload.traits, isPersonalTrait)
  return compose({ ...payload, group_id: undefined }, settings, { type: 'group', groupId, traits })
}

function compose(payload: CommonPayload, settings: MessageSettings, own: Message): Draft {
  if (isRefused(payload.consent, settings.required_consent_category)) return { kind: 'withheld' }
  const isNaming = own.event !== undefined && judge(payload)(own.event)
  return isNaming ? { kind: 'invalid', reason: NAMES_SOMEBODY } : address(payload, settings, own)
}

/** Puts the message under the hashes of whom it is about. */
function address(payload: CommonPayload, settings: MessageSettings, own: Message): Draft {
  const { id_key } = settings
  const { type, context, ...rest } = own
  const userId = hashIdentifier(payload.user_id, id_key) ?? hashIdentifier(payload.email, id_key)
  const anonymousId = deviceOrHash(payload.anonymous_id, id_key)
  if (userId === undefined && anonymousId === undefined) return { kind: 'invalid', reason: NOBODY }
  const isPersonal = judge(payload)
  const told = {
    ...context,
    ...(payload.group_id !== undefined && { groupId: hashIdentifier(payload.group_id, id_key) }),
    ...(payload.consent && { consent: { categoryPreferences: answersOf(payload.consent, isPersonal) } })
  }
  const { message_id, timestamp } = payload
  // It stays the same however often the event comes.
  const messageId = message_id && isPersonal(message_id) ? hashIdentifier(message_id, id_key) : message_id
  return {
    kind: 'message',
    message: withoutEmpty({
      type,
      messageId,
      timestamp,
      userId,
      anonymousId,
      ...rest,
      ...(isFilled(told) && { context: told })
    })
  }
}

/** Of a batch Segment passes on empty texts, of a single event it does not: both mean the same. */
function withoutEmpty(message: Message): Message {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== '')) as unknown as Message
}

function contextOf(payload: PlacedPayload): Properties {
  const page = clean(payload, payload.page)
  const campaign = clean(payload, payload.campaign, () => false)
  return { ...(isFilled(page) && { page }), ...(isFilled(campaign) && { campaign }) }
}

function isFilled(object: Properties | undefined): boolean {
  return object !== undefined && Object.keys(object).length > 0
}

/** A category that is not allowed is refused, whatever stands there in its place. */
function answersOf(consent: Properties, isPersonal: (text: string) => boolean): Properties {
  const known = Object.entries(consent).filter(([category]) => !isPersonal(category))
  return Object.fromEntries(known.map(([category, said]) => [category, said === true]))
}

function clean(
  payload: CommonPayload,
  properties: Properties | undefined,
  isPersonalKey?: (key: string) => boolean
): Properties | undefined {
  return withoutPersonal(properties, judge(payload), isPersonalKey)
}

function judge({ user_id, email, anonymous_id, group_id }: CommonPayload): (text: string) => boolean {
  const device = deviceOf(anonymous_id)
  const people = [user_id, email, device === undefined ? anonymous_id : undefined]
  return judgePersonal({ people, others: [group_id] })
}

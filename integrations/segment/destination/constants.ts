/** Segment's own default; a batch that is cut off is sent again, and each event counts once by its messageId. */
export const REQUEST_TIMEOUT_MS = 10_000

export const CONSENT_EVENT = 'Segment Consent Preference Updated'

export const ORDER_EVENTS = ['Order Completed', 'Order Updated', 'Order Refunded', 'Order Cancelled']

/** What Inkling sends to Segment comes back here: it goes no second round. */
const NOT_OURS = 'context.integration.name != "inkling"'
const OF_AUDIENCE =
  '(context.personas.computation_class = "audience" or context.personas.computation_class = "journey_step")'
const NOT_OF_AUDIENCE =
  'context.personas.computation_class != "audience" and context.personas.computation_class != "journey_step"'

const all = (...conditions: string[]) => conditions.join(' and ')
const notNamed = (event: string) => `event != "${event}"`

/** Which events each action takes. Every event meets one of them at most. */
export const SUBSCRIPTIONS = {
  trackEvent: all('type = "track"', ...ORDER_EVENTS.map(notNamed), notNamed(CONSENT_EVENT), NOT_OF_AUDIENCE, NOT_OURS),
  trackPageView: all('(type = "page" or type = "screen")', NOT_OURS),
  identifyUser: all('type = "identify"', NOT_OF_AUDIENCE, NOT_OURS),
  trackOrder: all(
    'type = "track"',
    `(${ORDER_EVENTS.map((event) => `event = "${event}"`).join(' or ')})`,
    NOT_OF_AUDIENCE,
    NOT_OURS
  ),
  syncAudience: all('(type = "identify" or type = "track")', notNamed(CONSENT_EVENT), OF_AUDIENCE, NOT_OURS),
  updateConsent: all('type = "track"', `event = "${CONSENT_EVENT}"`, NOT_OURS),
  linkIdentities: all('type = "alias"', NOT_OURS),
  groupAccount: all('type = "group"', NOT_OURS)
}

/** The subscription of one order event. */
export function orderSubscription(event: string): string {
  return all('type = "track"', `event = "${event}"`, NOT_OF_AUDIENCE, NOT_OURS)
}

/** What careless sources send in place of an identifier: it stands for nobody. */
export const BLOCKED_IDENTIFIERS = new Set(['', 'null', 'undefined', '0', '-1', 'unknown', 'guest', 'test@example.com'])

/** Names of traits and properties, in snake_case, that are never sent, at any depth. */
export const PERSONAL_KEYS = new Set([
  'address',
  'address1',
  'address2',
  'anonymous_id',
  'avatar',
  'billing_address',
  'customer_id',
  'device_id',
  'email',
  'email_address',
  'first_name',
  'full_name',
  'ip',
  'ip_address',
  'last_name',
  'middle_name',
  'mobile',
  'password',
  'phone',
  'phone_number',
  'postal_code',
  'shipping_address',
  'street',
  'user_agent',
  'user_id',
  'user_name',
  'username',
  'zip'
])

/** Of people and accounts, beside these: a product may be called something, a person is somebody. */
export const PERSONAL_TRAITS = new Set(['company', 'description', 'id', 'name', 'website'])

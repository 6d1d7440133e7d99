import { CONSENT_EVENT } from './constants'

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

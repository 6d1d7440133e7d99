import type { DestinationDefinition } from '@segment/actions-core'
import { defaultValues } from '@segment/actions-core'
import { CONSENT_EVENT } from './constants'
import type { Settings } from './generated-types'
import groupAccount from './groupAccount'
import identifyUser from './identifyUser'
import linkIdentities from './linkIdentities'
import { ORDER_EVENTS, orderSubscription, SUBSCRIPTIONS } from './subscriptions'
import syncAudience from './syncAudience'
import trackEvent from './trackEvent'
import trackOrder from './trackOrder'
import trackPageView from './trackPageView'
import updateConsent from './updateConsent'

type Presets = NonNullable<DestinationDefinition<Settings>['presets']>

/** No event meets two of them, and none of Inkling's own meets any. */
export const presets: Presets = [
  {
    name: 'Track Calls',
    subscribe: SUBSCRIPTIONS.trackEvent,
    partnerAction: 'trackEvent',
    mapping: defaultValues(trackEvent.fields),
    type: 'automatic'
  },
  {
    name: 'Page and Screen Calls',
    subscribe: SUBSCRIPTIONS.trackPageView,
    partnerAction: 'trackPageView',
    mapping: defaultValues(trackPageView.fields),
    type: 'automatic'
  },
  {
    name: 'Identify Calls',
    subscribe: SUBSCRIPTIONS.identifyUser,
    partnerAction: 'identifyUser',
    mapping: defaultValues(identifyUser.fields),
    type: 'automatic'
  },
  ...ORDER_EVENTS.map((event): Presets[number] => ({
    name: event,
    subscribe: orderSubscription(event),
    partnerAction: 'trackOrder',
    mapping: defaultValues(trackOrder.fields),
    type: 'automatic'
  })),
  {
    name: 'Engage Audiences',
    subscribe: SUBSCRIPTIONS.syncAudience,
    partnerAction: 'syncAudience',
    mapping: defaultValues(syncAudience.fields),
    type: 'automatic'
  },
  {
    name: CONSENT_EVENT,
    subscribe: SUBSCRIPTIONS.updateConsent,
    partnerAction: 'updateConsent',
    mapping: defaultValues(updateConsent.fields),
    type: 'automatic'
  },
  {
    name: 'Alias Calls',
    subscribe: SUBSCRIPTIONS.linkIdentities,
    partnerAction: 'linkIdentities',
    mapping: defaultValues(linkIdentities.fields),
    type: 'automatic'
  },
  {
    name: 'Group Calls',
    subscribe: SUBSCRIPTIONS.groupAccount,
    partnerAction: 'groupAccount',
    mapping: defaultValues(groupAccount.fields),
    type: 'automatic'
  }
]

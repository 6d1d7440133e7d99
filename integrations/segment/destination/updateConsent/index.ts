import type { ActionDefinition } from '@segment/actions-core'
import { deliveryFields, identityFields } from '../fields'
import { send, sendBatch } from '../functions'
import type { Settings } from '../generated-types'
import { consentMessage } from '../messages'
import { SUBSCRIPTIONS } from '../subscriptions'
import type { Payload } from './generated-types'

const action: ActionDefinition<Settings, Payload> = {
  title: 'Update Consent',
  description: 'Record what a visitor chose. A refusal ends the use of their profile at once.',
  defaultSubscription: SUBSCRIPTIONS.updateConsent,
  fields: {
    ...identityFields,
    ...deliveryFields
  },
  perform: (request, { payload, settings }) => send(request, settings, consentMessage(payload, settings)),
  performBatch: (request, { payload, settings }) =>
    sendBatch(
      request,
      settings,
      payload.map((one) => consentMessage(one, settings))
    )
}

export default action

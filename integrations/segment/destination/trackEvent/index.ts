import type { ActionDefinition } from '@segment/actions-core'
import { circumstanceFields, deliveryFields, groupId, identityFields } from '../fields'
import { send, sendBatch } from '../functions'
import type { Settings } from '../generated-types'
import { trackMessage } from '../messages'
import { SUBSCRIPTIONS } from '../subscriptions'
import type { Payload } from './generated-types'

const action: ActionDefinition<Settings, Payload> = {
  title: 'Track Event',
  description: 'Add an event to the history of a visitor, from which segments, scores and decisions follow.',
  defaultSubscription: SUBSCRIPTIONS.trackEvent,
  fields: {
    event_name: {
      label: 'Event Name',
      description: 'The name of the event, best in the words of the Segment Spec, for example Product Viewed.',
      type: 'string',
      required: true,
      default: { '@path': '$.event' }
    },
    ...identityFields,
    group_id: groupId,
    properties: {
      label: 'Properties',
      description:
        'The properties of the event. Names, phone numbers, postal addresses and other properties that name a person are left out.',
      type: 'object',
      default: { '@path': '$.properties' }
    },
    ...circumstanceFields,
    ...deliveryFields
  },
  perform: (request, { payload, settings }) => send(request, settings, trackMessage(payload, settings)),
  performBatch: (request, { payload, settings }) =>
    sendBatch(
      request,
      settings,
      payload.map((one) => trackMessage(one, settings))
    )
}

export default action

import type { ActionDefinition } from '@segment/actions-core'
import { circumstanceFields, deliveryFields, groupId, identityFields } from '../fields'
import { send, sendBatch } from '../functions'
import type { Settings } from '../generated-types'
import { orderMessage } from '../messages'
import { SUBSCRIPTIONS } from '../subscriptions'
import { orderFields } from './fields'
import type { Payload } from './generated-types'

const action: ActionDefinition<Settings, Payload> = {
  title: 'Track Order',
  description: 'Add an order, its change, refund or cancellation to the history of a visitor, with money and products.',
  defaultSubscription: SUBSCRIPTIONS.trackOrder,
  fields: {
    ...orderFields,
    ...identityFields,
    group_id: groupId,
    ...circumstanceFields,
    ...deliveryFields
  },
  perform: (request, { payload, settings }) => send(request, settings, orderMessage(payload, settings)),
  performBatch: (request, { payload, settings }) =>
    sendBatch(
      request,
      settings,
      payload.map((one) => orderMessage(one, settings))
    )
}

export default action

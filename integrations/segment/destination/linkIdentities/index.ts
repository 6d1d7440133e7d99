import type { ActionDefinition } from '@segment/actions-core'
import { deliveryFields, identityFields } from '../fields'
import { send, sendBatch } from '../functions'
import type { Settings } from '../generated-types'
import { linkMessage } from '../messages'
import { SUBSCRIPTIONS } from '../subscriptions'
import type { Payload } from './generated-types'

const action: ActionDefinition<Settings, Payload> = {
  title: 'Link Identities',
  description: 'Link two IDs of the same user, so that what was recorded under the one belongs to the other.',
  defaultSubscription: SUBSCRIPTIONS.linkIdentities,
  fields: {
    previous_id: {
      label: 'Previous ID',
      description: 'The ID under which the user was known before. It is hashed with the ID Key before it is sent.',
      type: 'string',
      category: 'identifier',
      required: true,
      default: { '@path': '$.previousId' }
    },
    ...identityFields,
    ...deliveryFields
  },
  perform: (request, { payload, settings }) => send(request, settings, linkMessage(payload, settings)),
  performBatch: (request, { payload, settings }) =>
    sendBatch(
      request,
      settings,
      payload.map((one) => linkMessage(one, settings))
    )
}

export default action

import type { ActionDefinition } from '@segment/actions-core'
import { deliveryFields, identityFields } from '../fields'
import { send, sendBatch } from '../functions'
import type { Settings } from '../generated-types'
import { identifyMessage } from '../messages'
import { SUBSCRIPTIONS } from '../subscriptions'
import type { Payload } from './generated-types'

const action: ActionDefinition<Settings, Payload> = {
  title: 'Identify User',
  description: 'Link a device to a user by hashed IDs, and set traits on which segments can be built.',
  defaultSubscription: SUBSCRIPTIONS.identifyUser,
  fields: {
    ...identityFields,
    traits: {
      label: 'Traits',
      description:
        'The traits of the user, such as plan or language. The email address is hashed; names, phone numbers, postal addresses and other traits that name a person are left out.',
      type: 'object',
      default: { '@path': '$.traits' }
    },
    ...deliveryFields
  },
  perform: (request, { payload, settings }) => send(request, settings, identifyMessage(payload, settings)),
  performBatch: (request, { payload, settings }) =>
    sendBatch(
      request,
      settings,
      payload.map((one) => identifyMessage(one, settings))
    )
}

export default action

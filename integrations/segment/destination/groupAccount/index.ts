import type { ActionDefinition } from '@segment/actions-core'
import { deliveryFields, identityFields } from '../fields'
import { send, sendBatch } from '../functions'
import type { Settings } from '../generated-types'
import { groupMessage } from '../messages'
import { SUBSCRIPTIONS } from '../subscriptions'
import type { Payload } from './generated-types'

const action: ActionDefinition<Settings, Payload> = {
  title: 'Group Account',
  description: 'Say for which account a user acts, and set what is known of it, such as its plan and trial.',
  defaultSubscription: SUBSCRIPTIONS.groupAccount,
  fields: {
    group_id: {
      label: 'Group ID',
      description: 'The ID of the account. It is hashed with the ID Key before it is sent.',
      type: 'string',
      category: 'identifier',
      required: true,
      default: { '@path': '$.groupId' }
    },
    ...identityFields,
    traits: {
      label: 'Account Traits',
      description:
        'What is known of the account: plan, trial_start_date, trial_end_date and seats. Names and other traits that name somebody are left out.',
      type: 'object',
      default: { '@path': '$.traits' }
    },
    ...deliveryFields
  },
  perform: (request, { payload, settings }) => send(request, settings, groupMessage(payload, settings)),
  performBatch: (request, { payload, settings }) =>
    sendBatch(
      request,
      settings,
      payload.map((one) => groupMessage(one, settings))
    )
}

export default action

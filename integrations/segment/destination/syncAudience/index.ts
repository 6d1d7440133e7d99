import type { ActionDefinition } from '@segment/actions-core'
import { deliveryFields, identityFields } from '../fields'
import { send, sendBatch } from '../functions'
import type { AudienceSettings, Settings } from '../generated-types'
import { audienceMessage } from '../messages'
import { SUBSCRIPTIONS } from '../subscriptions'
import type { Payload } from './generated-types'

const action: ActionDefinition<Settings, Payload, AudienceSettings> = {
  title: 'Sync Audience',
  description: 'Set a trait that says whether a user is in an Engage audience, for use in segments.',
  defaultSubscription: SUBSCRIPTIONS.syncAudience,
  fields: {
    audience: {
      label: 'Audience Trait',
      description:
        'The name of the trait that says whether the user is in the audience. Defaults to the one that was made when the audience was connected, else to the key of the audience.',
      type: 'string',
      required: true,
      default: {
        '@if': {
          exists: { '@path': '$.context.personas.external_audience_id' },
          then: { '@path': '$.context.personas.external_audience_id' },
          else: { '@path': '$.context.personas.computation_key' }
        }
      }
    },
    ...identityFields,
    ...deliveryFields
  },
  perform: (request, { payload, settings, audienceMembership }) =>
    send(request, settings, audienceMessage(payload, settings, audienceMembership)),
  performBatch: (request, { payload, settings, audienceMembership }) =>
    sendBatch(
      request,
      settings,
      payload.map((one, index) => audienceMessage(one, settings, audienceMembership?.[index]))
    )
}

export default action

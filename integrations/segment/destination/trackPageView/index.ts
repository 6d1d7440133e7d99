import type { ActionDefinition } from '@segment/actions-core'
import { circumstanceFields, deliveryFields, groupId, identityFields } from '../fields'
import { send, sendBatch } from '../functions'
import type { Settings } from '../generated-types'
import { pageMessage } from '../messages'
import { SUBSCRIPTIONS } from '../subscriptions'
import type { Payload } from './generated-types'

const action: ActionDefinition<Settings, Payload> = {
  title: 'Track Page View',
  description: 'Add the view of a page, or of a screen of an app, to the history of a visitor.',
  defaultSubscription: SUBSCRIPTIONS.trackPageView,
  fields: {
    type: {
      label: 'Call Type',
      description: 'The kind of view: page or screen. Defaults to the type of the call.',
      type: 'string',
      required: true,
      choices: [
        { label: 'Page', value: 'page' },
        { label: 'Screen', value: 'screen' }
      ],
      default: { '@path': '$.type' }
    },
    name: {
      label: 'Page Name',
      description: 'The name of the page or the screen.',
      type: 'string',
      default: { '@path': '$.name' }
    },
    category: {
      label: 'Page Category',
      description: 'The category of the page or the screen.',
      type: 'string',
      default: { '@path': '$.category' }
    },
    ...identityFields,
    group_id: groupId,
    properties: {
      label: 'Properties',
      description:
        'The properties of the view, such as path and title. Of addresses the path and utm_ parameters are sent.',
      type: 'object',
      default: { '@path': '$.properties' }
    },
    ...circumstanceFields,
    ...deliveryFields
  },
  perform: (request, { payload, settings }) => send(request, settings, pageMessage(payload, settings)),
  performBatch: (request, { payload, settings }) =>
    sendBatch(
      request,
      settings,
      payload.map((one) => pageMessage(one, settings))
    )
}

export default action

import type { InputField } from '@segment/actions-core'

const userId: InputField = {
  label: 'User ID',
  description:
    'The ID of the user in your system. It is hashed with the ID Key before it is sent; a value that is hashed that way already is sent as it is.',
  type: 'string',
  category: 'identifier',
  default: { '@path': '$.userId' }
}

const anonymousId: InputField = {
  label: 'Anonymous ID',
  description:
    'The random ID of the device. A UUID is sent as it is, so that the device meets itself where the Inkling tracker uses the same ID; anything else is hashed with the ID Key.',
  type: 'string',
  category: 'identifier',
  default: { '@path': '$.anonymousId' }
}

/** No `format`: a value that is hashed already is no address, and would be thrown away. */
const email: InputField = {
  label: 'Email Address',
  description:
    "The user's email address. It is hashed with the ID Key before it is sent, and used as an identifier only; a value that is hashed that way already is sent as it is.",
  type: 'string',
  category: 'identifier',
  default: {
    '@if': {
      exists: { '@path': '$.traits.email' },
      then: { '@path': '$.traits.email' },
      else: {
        '@if': {
          exists: { '@path': '$.context.traits.email' },
          then: { '@path': '$.context.traits.email' },
          else: { '@path': '$.properties.email' }
        }
      }
    }
  }
}

const messageId: InputField = {
  label: 'Message ID',
  description: 'The ID of the event. An event that is sent again under the same ID counts once.',
  type: 'string',
  default: { '@path': '$.messageId' }
}

const timestamp: InputField = {
  label: 'Timestamp',
  description: 'The time at which the event happened, as an ISO 8601 date. Defaults to the time of the event.',
  type: 'datetime',
  default: { '@path': '$.timestamp' }
}

/** Hidden: a mapping without it would let events flow that the visitor did not consent to. */
const consent: InputField = {
  label: 'Consent Preferences',
  description: 'The consent categories that the visitor allowed or refused. An empty object refuses everything.',
  type: 'object',
  allowNull: true,
  unsafe_hidden: true,
  default: { '@path': '$.context.consent.categoryPreferences' }
}

const enableBatching: InputField = {
  label: 'Batch Events',
  description: 'When enabled, events are sent in batches. Defaults to enabled.',
  type: 'boolean',
  unsafe_hidden: true,
  required: false,
  default: true
}

/** What every action needs: who, when, under which ID, and whether they consented. */
export const identityFields: Record<'user_id' | 'anonymous_id' | 'email', InputField> = {
  user_id: userId,
  anonymous_id: anonymousId,
  email
}

export const deliveryFields: Record<'message_id' | 'timestamp' | 'consent' | 'enable_batching', InputField> = {
  message_id: messageId,
  timestamp,
  consent,
  enable_batching: enableBatching
}

/** The account for which the user acted. */
export const groupId: InputField = {
  label: 'Group ID',
  description:
    'The ID of the account for which the user acted. It is hashed with the ID Key before it is sent. Leave it empty where there are no accounts.',
  type: 'string',
  category: 'identifier',
  default: { '@path': '$.context.groupId' }
}

/** Where on the site it happened, and what led there. */
export const circumstanceFields: Record<'page' | 'campaign', InputField> = {
  page: {
    label: 'Page',
    description:
      'The page on which the event happened. Fragments and all parameters but those that begin with utm_ are left out.',
    type: 'object',
    displayMode: 'collapsed',
    properties: {
      url: { label: 'URL', description: 'The address of the page.', type: 'string' },
      path: { label: 'Path', description: 'The path of the page.', type: 'string' },
      referrer: { label: 'Referrer', description: 'The address of the page before it.', type: 'string' }
    },
    default: {
      url: { '@path': '$.context.page.url' },
      path: { '@path': '$.context.page.path' },
      referrer: { '@path': '$.context.page.referrer' }
    }
  },
  campaign: {
    label: 'Campaign',
    description: 'The campaign that led to the page: name, source, medium, term and content.',
    type: 'object',
    displayMode: 'collapsed',
    default: { '@path': '$.context.campaign' }
  }
}

import type { AudienceDestinationDefinition } from '@segment/actions-core'
import { createAudience, deleteUser, getAudience, testAuthentication } from './functions'
import type { AudienceSettings, Settings } from './generated-types'
import groupAccount from './groupAccount'
import identifyUser from './identifyUser'
import linkIdentities from './linkIdentities'
import { presets } from './presets'
import { headersOf } from './request'
import syncAudience from './syncAudience'
import trackEvent from './trackEvent'
import trackOrder from './trackOrder'
import trackPageView from './trackPageView'
import updateConsent from './updateConsent'

const destination: AudienceDestinationDefinition<Settings, AudienceSettings> = {
  // One word: the name becomes the scheme of a schema's address, in which nothing else may stand.
  name: 'Inkling',
  slug: 'actions-inkling',
  mode: 'cloud',
  description:
    'Send events to Inkling, which turns them into exact segments, explained scores and timely decisions. User IDs and email addresses are hashed before they leave Segment.',

  authentication: {
    scheme: 'custom',
    fields: {
      endpoint: {
        label: 'Server URL',
        description:
          'The address of your Inkling server, for example https://inkling.example.com. What you send stays in the region in which that server stands.',
        type: 'string',
        required: true
      },
      secret_key: {
        label: 'Secret Key',
        description: 'The secret key of your site, which begins with sk_; "inkling site list" prints it on the server.',
        type: 'password',
        required: true
      },
      id_key: {
        label: 'ID Key',
        description:
          'The permanent ID of your site, which begins with st_; "inkling site list" prints it as the site id. User IDs and email addresses are hashed with it before they are sent; the server hashes them once more with a key that never leaves it. Do not change it: the same people would become others.',
        type: 'password',
        required: true
      },
      required_consent_category: {
        label: 'Required Consent Category',
        description:
          'The ID of the consent category that a visitor has to allow, for example Analytics. Events that carry consent preferences without it are not sent. Leave it empty to send them with their preferences, which the server then applies.',
        type: 'string'
      }
    },
    testAuthentication: (request, { settings }) => testAuthentication(request, settings)
  },

  extendRequest: ({ settings }) => ({ headers: headersOf(settings) }),

  onDelete: (request, { settings, payload }) => deleteUser(request, settings, payload),

  audienceFields: {
    trait: {
      label: 'Trait Name',
      description:
        'The name of the trait that says whether a user is in the audience, in small letters, digits and underscores. Defaults to the name of the audience after audience_.',
      type: 'string'
    }
  },

  audienceConfig: {
    mode: { type: 'synced', full_audience_sync: false },
    createAudience: (request, input) => createAudience(request, input),
    getAudience: (request, input) => getAudience(request, input)
  },

  presets,

  actions: {
    trackEvent,
    trackPageView,
    identifyUser,
    trackOrder,
    syncAudience,
    updateConsent,
    linkIdentities,
    groupAccount
  }
}

export default destination

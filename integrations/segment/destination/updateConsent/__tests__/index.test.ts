import type { SegmentEvent } from '@segment/actions-core'
import { createTestEvent, createTestIntegration } from '@segment/actions-core'
import { createHmac } from 'crypto'
import nock from 'nock'
import destination from '../../index'

const testDestination = createTestIntegration(destination)
const settings = { endpoint: 'https://inkling.example.com', secret_key: 'sk_test', id_key: 'st_test' }
const hashOf = (id: string) => createHmac('sha256', settings.id_key).update(id).digest('hex')
const DEVICE = '5f0c1d2e-3a4b-4c6d-8e9f-0a1b2c3d4e5f'

const choice = (context: SegmentEvent['context'], more: Partial<SegmentEvent> = {}): SegmentEvent =>
  createTestEvent({
    type: 'track',
    event: 'Segment Consent Preference Updated',
    messageId: 'message-1',
    timestamp: '2026-01-05T12:00:00.000Z',
    userId: 'customer-7',
    anonymousId: DEVICE,
    properties: { banner: 'footer' },
    context,
    ...more
  })

type Preferences = { [category: string]: boolean }
const chosen = (categoryPreferences: Preferences) => ({ consent: { categoryPreferences } })

describe('Inkling.updateConsent', () => {
  it('sends the choice, and nothing else of the event', async () => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const [{ options }] = await testDestination.testAction('updateConsent', {
      event: choice({ ...chosen({ Analytics: true, Advertising: false }), page: { path: '/' } }),
      settings,
      useDefaultMappings: true
    })
    expect(options.json).toEqual({
      batch: [
        {
          type: 'track',
          event: 'Segment Consent Preference Updated',
          messageId: 'message-1',
          timestamp: '2026-01-05T12:00:00.000Z',
          userId: hashOf('customer-7'),
          anonymousId: DEVICE,
          context: chosen({ Analytics: true, Advertising: false })
        }
      ]
    })
  })

  it.each<Preferences>([{ Analytics: false, Advertising: true }, { Advertising: true }, {}])(
    'tells %j as a refusal of everything where Analytics is required',
    async (preferences) => {
      nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
      const [{ options }] = await testDestination.testAction('updateConsent', {
        event: choice(chosen(preferences)),
        settings: { ...settings, required_consent_category: 'Analytics' },
        useDefaultMappings: true
      })
      expect(options.json).toMatchObject({ batch: [{ context: { consent: { categoryPreferences: {} } } }] })
      expect(JSON.stringify(options.json)).not.toContain('Advertising')
    }
  )

  it('sends a batch in one request', async () => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const responses = await testDestination.testBatchAction('updateConsent', {
      events: [choice(chosen({ Analytics: true })), choice({})],
      settings,
      useDefaultMappings: true
    })
    expect(responses).toHaveLength(1)
    expect(testDestination.results[0].multistatus).toMatchObject([
      { status: 200 },
      { status: 400, errormessage: 'The event carries no consent preferences.' }
    ])
  })

  it('needs preferences', async () => {
    await expect(
      testDestination.testAction('updateConsent', { event: choice({}), settings, useDefaultMappings: true })
    ).rejects.toThrow(/no consent preferences/)
  })
})

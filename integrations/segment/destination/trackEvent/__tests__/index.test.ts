import type { SegmentEvent } from '@segment/actions-core'
import { createTestEvent, createTestIntegration } from '@segment/actions-core'
import { createHmac } from 'crypto'
import nock from 'nock'
import destination from '../../index'

const testDestination = createTestIntegration(destination)
const settings = { endpoint: 'https://inkling.example.com', secret_key: 'sk_test', id_key: 'st_test' }
const hashOf = (id: string) => createHmac('sha256', settings.id_key).update(id).digest('hex')
const answer = (status: number, body: object) => nock(settings.endpoint).post('/v1/batch').reply(status, body)
const DEVICE = '5f0c1d2e-3a4b-4c6d-8e9f-0a1b2c3d4e5f'

type Preferences = { [category: string]: boolean }
const campaign = { name: 'spring', source: 'news', medium: 'email', term: 'shoes', content: 'top' }

const viewed = (more: Partial<SegmentEvent> = {}) =>
  createTestEvent({
    type: 'track',
    event: 'Product Viewed',
    messageId: 'message-1',
    timestamp: '2026-01-05T12:00:00.000Z',
    userId: 'Customer-7',
    anonymousId: DEVICE,
    properties: { product_id: 'shoe-1', price: 49.5 },
    context: {
      page: {
        url: 'https://shop.example/shoes?utm_source=news&token=1#top',
        path: '/shoes',
        referrer: 'https://news.example/'
      },
      campaign,
      groupId: 'acme'
    },
    ...more
  })

const one = (event: SegmentEvent, more: { required_consent_category?: string } = {}) =>
  testDestination.testAction('trackEvent', { event, settings: { ...settings, ...more }, useDefaultMappings: true })

async function many(events: SegmentEvent[], more: { required_consent_category?: string } = {}) {
  const responses = await testDestination.testBatchAction('trackEvent', {
    events,
    settings: { ...settings, ...more },
    useDefaultMappings: true
  })
  return { responses, nodes: testDestination.results[0].multistatus ?? [] }
}

describe('Inkling.trackEvent', () => {
  beforeEach(() => {
    // A request that failed leaves its response behind.
    testDestination.responses = []
  })

  it('sends the event under hashed IDs', async () => {
    answer(200, { success: true })
    const responses = await one(viewed())
    expect(responses).toHaveLength(1)
    expect(responses[0].options.json).toEqual({
      batch: [
        {
          type: 'track',
          event: 'Product Viewed',
          messageId: 'message-1',
          timestamp: '2026-01-05T12:00:00.000Z',
          userId: hashOf('customer-7'),
          anonymousId: DEVICE,
          properties: { product_id: 'shoe-1', price: 49.5 },
          context: {
            page: {
              url: 'https://shop.example/shoes?utm_source=news',
              path: '/shoes',
              referrer: 'https://news.example/'
            },
            campaign,
            groupId: hashOf('acme')
          }
        }
      ]
    })
  })

  it('hashes nothing twice', async () => {
    answer(200, { success: true })
    const [{ options }] = await one(viewed({ userId: hashOf('customer-7') }))
    expect(options.json).toMatchObject({ batch: [{ userId: hashOf('customer-7') }] })
  })

  it('hashes an anonymous ID that is not random, and an email address where there is no user ID', async () => {
    answer(200, { success: true })
    const properties = { email: 'Ann@Shop.example' }
    const [{ options }] = await one(viewed({ userId: undefined, anonymousId: 'ann', properties }))
    expect(options.json).toMatchObject({
      batch: [{ userId: hashOf('ann@shop.example'), anonymousId: hashOf('ann'), properties: {} }]
    })
  })

  it.each<[what: string, properties: object, sent: object]>([
    [
      'keys that name a person, at any depth',
      { plan: 'pro', items: [{ firstName: 'Ann' }] },
      { plan: 'pro', items: [{}] }
    ],
    ['texts with an email address', { note: 'ask ann@shop.example', at: 'ann%40shop.example', size: 38 }, { size: 38 }],
    ['texts with the own user ID', { note: 'for Customer-7', 'customer-7': true, size: 38 }, { size: 38 }],
    [
      'parameters of addresses',
      { link: '/cart?utm_id=1&name=Ann#top', image: '/a.png?w=9' },
      { link: '/cart?utm_id=1', image: '/a.png' }
    ]
  ])('leaves out %s', async (_, properties, sent) => {
    answer(200, { success: true })
    const [{ options }] = await one(viewed({ properties: properties as SegmentEvent['properties'] }))
    expect(options.json).toHaveProperty('batch.0.properties', sent)
  })

  it('takes a user ID of digits for one only where it stands as a number of its own', async () => {
    answer(200, { success: true })
    const properties = { note: 'for 4711471.', order: 'no 47114710', amount: 4711471, broken: '%E0%A4%A' }
    const [{ options }] = await one(viewed({ userId: '4711471', properties }))
    expect(options.json).toHaveProperty('batch.0.properties', { order: 'no 47114710', broken: '%E0%A4%A' })
  })

  it('sends nothing where preferences are given, and none of them allowed', async () => {
    expect(await one(viewed({ context: { consent: { categoryPreferences: {} } } }))).toEqual([])
  })

  it('needs somebody', async () => {
    await expect(one(viewed({ userId: 'null', anonymousId: undefined }))).rejects.toMatchObject({
      code: 'PAYLOAD_VALIDATION_FAILED',
      status: 400
    })
  })

  it('needs a name', async () => {
    await expect(one(viewed({ event: undefined }))).rejects.toThrow(/event_name/)
  })

  it('fails with the status and the words of the server', async () => {
    answer(207, { success: false, results: [{ index: 0, status: 422, message: 'It has no such property.' }] })
    await expect(one(viewed())).rejects.toMatchObject({ status: 422, message: 'It has no such property.' })
  })

  it('fails when the server takes nothing now', async () => {
    answer(429, {})
    await expect(one(viewed())).rejects.toMatchObject({ response: { status: 429 } })
  })

  describe('with a Required Consent Category', () => {
    const withConsent = (categoryPreferences: Preferences) => viewed({ context: { consent: { categoryPreferences } } })
    const required = { required_consent_category: 'Analytics' }

    it('sends what was consented to, with its preferences', async () => {
      answer(200, { success: true })
      const [{ options }] = await one(withConsent({ Analytics: true }), required)
      expect(options.json).toMatchObject({
        batch: [{ context: { consent: { categoryPreferences: { Analytics: true } } } }]
      })
    })

    it.each<Preferences>([{ Analytics: false }, { Advertising: true }, {}])(
      'sends nothing where it is %j',
      async (preferences) => {
        expect(await one(withConsent(preferences), required)).toEqual([])
      }
    )

    it('tells in a batch which events were not sent', async () => {
      answer(200, { success: true })
      const { responses, nodes } = await many([withConsent({ Analytics: false }), viewed()], required)
      expect(responses).toHaveLength(1)
      expect(nodes).toMatchObject([{ status: 200, body: expect.stringMatching(/^Not sent/) }, { status: 200 }])
    })
  })

  describe('in a batch', () => {
    it('sends one request, and gives each event the answer that is its own', async () => {
      const results = [
        { index: 0, status: 200 },
        { index: 1, status: 422, message: 'It has no such property.' },
        { index: 2, status: 429, message: 'Too many.' }
      ]
      answer(207, { success: false, results })
      const { responses, nodes } = await many([
        viewed({ messageId: 'taken' }),
        viewed({ messageId: 'nobody', userId: 'guest', anonymousId: undefined }),
        viewed({ messageId: 'refused' }),
        viewed({ messageId: 'without a name', event: undefined }),
        viewed({ messageId: 'later' })
      ])
      expect(responses).toHaveLength(1)
      expect(responses[0].options.json).toMatchObject({
        batch: [{ messageId: 'taken' }, { messageId: 'refused' }, { messageId: 'later' }]
      })
      expect(nodes).toMatchObject([
        { status: 200, sent: { messageId: 'taken' } },
        { status: 400, errortype: 'PAYLOAD_VALIDATION_FAILED', errorreporter: 'INTEGRATIONS' },
        { status: 422, errormessage: 'It has no such property.', errorreporter: 'DESTINATION' },
        { status: 400, errortype: 'PAYLOAD_VALIDATION_FAILED', errorreporter: 'INTEGRATIONS' },
        { status: 429, errormessage: 'Too many.', errorreporter: 'DESTINATION' }
      ])
    })

    it('asks nothing of the server when no event can be sent', async () => {
      const { responses, nodes } = await many([viewed({ userId: 'guest', anonymousId: undefined })])
      expect(responses).toEqual([])
      expect(nodes).toMatchObject([{ status: 400 }])
    })

    it('has an event sent again of which the server said nothing', async () => {
      answer(207, { success: false, results: [{ index: 0, status: 200 }] })
      const { nodes } = await many([viewed(), viewed()])
      expect(nodes).toMatchObject([{ status: 200 }, { status: 500 }])
    })

    it.each([401, 503])('fails as a whole when the server answers %d', async (status) => {
      answer(status, {})
      await expect(many([viewed(), viewed()])).rejects.toMatchObject({ response: { status } })
    })
  })
})

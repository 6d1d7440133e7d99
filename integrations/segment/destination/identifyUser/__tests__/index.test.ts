import type { SegmentEvent } from '@segment/actions-core'
import { createTestEvent, createTestIntegration } from '@segment/actions-core'
import { createHmac } from 'crypto'
import nock from 'nock'
import destination from '../../index'

const testDestination = createTestIntegration(destination)
const settings = { endpoint: 'https://inkling.example.com', secret_key: 'sk_test', id_key: 'st_test' }
const hashOf = (id: string) => createHmac('sha256', settings.id_key).update(id).digest('hex')
const DEVICE = '5f0c1d2e-3a4b-4c6d-8e9f-0a1b2c3d4e5f'

const identify = (more: Partial<SegmentEvent> = {}) =>
  createTestEvent({
    type: 'identify',
    messageId: 'message-1',
    timestamp: '2026-01-05T12:00:00.000Z',
    userId: 'customer-7',
    anonymousId: DEVICE,
    context: {},
    traits: { email: 'Ann@Shop.example', plan: 'pro', name: 'Ann Lee', company: 'Acme', address: { city: 'Bonn' } },
    ...more
  })

describe('Inkling.identifyUser', () => {
  it('links hashed IDs, and sends traits that name nobody', async () => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const [{ options }] = await testDestination.testAction('identifyUser', {
      event: identify(),
      settings,
      useDefaultMappings: true
    })
    expect(options.json).toEqual({
      batch: [
        {
          type: 'identify',
          messageId: 'message-1',
          timestamp: '2026-01-05T12:00:00.000Z',
          userId: hashOf('customer-7'),
          anonymousId: DEVICE,
          traits: { email: hashOf('ann@shop.example'), plan: 'pro' }
        }
      ]
    })
  })

  it('sends a batch in one request', async () => {
    const results = [
      { index: 0, status: 200 },
      { index: 1, status: 410, message: 'This visitor was erased.' }
    ]
    nock(settings.endpoint).post('/v1/batch').reply(207, { success: false, results })
    const responses = await testDestination.testBatchAction('identifyUser', {
      events: [identify(), identify({ messageId: 'message-2', traits: {} })],
      settings,
      useDefaultMappings: true
    })
    expect(responses).toHaveLength(1)
    expect(testDestination.results[0].multistatus).toMatchObject([
      { status: 200, sent: { messageId: 'message-1' } },
      { status: 410, errormessage: 'This visitor was erased.', sent: { messageId: 'message-2', traits: {} } }
    ])
  })

  it('needs somebody', async () => {
    const event = identify({ userId: undefined, anonymousId: undefined, traits: {} })
    await expect(
      testDestination.testAction('identifyUser', { event, settings, useDefaultMappings: true })
    ).rejects.toThrow(/names nobody/)
  })
})

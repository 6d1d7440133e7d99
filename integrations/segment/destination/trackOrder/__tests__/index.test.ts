import type { SegmentEvent } from '@segment/actions-core'
import { createTestEvent, createTestIntegration } from '@segment/actions-core'
import { createHmac } from 'crypto'
import nock from 'nock'
import destination from '../../index'

const testDestination = createTestIntegration(destination)
const settings = { endpoint: 'https://inkling.example.com', secret_key: 'sk_test', id_key: 'st_test' }
const hashOf = (id: string) => createHmac('sha256', settings.id_key).update(id).digest('hex')
const DEVICE = '5f0c1d2e-3a4b-4c6d-8e9f-0a1b2c3d4e5f'

const order = (event: string, properties: object = {}): SegmentEvent =>
  createTestEvent({
    type: 'track',
    event,
    messageId: 'message-1',
    timestamp: '2026-01-05T12:00:00.000Z',
    userId: 'customer-7',
    anonymousId: DEVICE,
    context: {},
    properties: {
      order_id: 1001,
      total: '104.90',
      currency: 'EUR',
      gift_note: 'for Ann',
      products: [{ product_id: 'shoe-1', price: 49.5, quantity: 2, engraving: 'Ann' }],
      ...properties
    }
  })

describe('Inkling.trackOrder', () => {
  it('sends money and products, and nothing that is no property of an order', async () => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const [{ options }] = await testDestination.testAction('trackOrder', {
      event: order('Order Completed'),
      settings,
      useDefaultMappings: true
    })
    expect(options.json).toEqual({
      batch: [
        {
          type: 'track',
          event: 'Order Completed',
          messageId: 'message-1',
          timestamp: '2026-01-05T12:00:00.000Z',
          userId: hashOf('customer-7'),
          anonymousId: DEVICE,
          properties: {
            order_id: '1001',
            total: 104.9,
            currency: 'EUR',
            products: [{ product_id: 'shoe-1', price: 49.5, quantity: 2 }]
          }
        }
      ]
    })
  })

  it.each(['Order Completed', 'Order Updated', 'Order Refunded', 'Order Cancelled'])('sends %s', async (name) => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const [{ options }] = await testDestination.testAction('trackOrder', {
      event: order(name),
      settings,
      useDefaultMappings: true
    })
    expect(options.json).toMatchObject({ batch: [{ event: name, properties: { order_id: '1001' } }] })
  })

  it('refuses one order of a batch alone', async () => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const responses = await testDestination.testBatchAction('trackOrder', {
      events: [order('Order Completed', { order_id: undefined }), order('Order Refunded')],
      settings,
      useDefaultMappings: true
    })
    expect(responses).toHaveLength(1)
    expect(testDestination.results[0].multistatus).toMatchObject([
      { status: 400, errortype: 'PAYLOAD_VALIDATION_FAILED' },
      { status: 200, sent: { event: 'Order Refunded' } }
    ])
  })

  it('needs the ID of the order', async () => {
    const event = order('Order Completed', { order_id: undefined })
    await expect(
      testDestination.testAction('trackOrder', { event, settings, useDefaultMappings: true })
    ).rejects.toThrow(/order_id/)
  })
})

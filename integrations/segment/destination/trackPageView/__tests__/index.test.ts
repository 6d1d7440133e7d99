import type { SegmentEvent } from '@segment/actions-core'
import { createTestEvent, createTestIntegration } from '@segment/actions-core'
import { createHmac } from 'crypto'
import nock from 'nock'
import destination from '../../index'

const testDestination = createTestIntegration(destination)
const settings = { endpoint: 'https://inkling.example.com', secret_key: 'sk_test', id_key: 'st_test' }
const hashOf = (id: string) => createHmac('sha256', settings.id_key).update(id).digest('hex')
const DEVICE = '5f0c1d2e-3a4b-4c6d-8e9f-0a1b2c3d4e5f'

const view = (more: Partial<SegmentEvent>) =>
  createTestEvent({
    messageId: 'message-1',
    timestamp: '2026-01-05T12:00:00.000Z',
    userId: 'customer-7',
    anonymousId: DEVICE,
    name: 'Shoes',
    context: {},
    properties: {},
    ...more
  })

describe('Inkling.trackPageView', () => {
  it('sends a page, without the parameters of its address', async () => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const event = view({
      type: 'page',
      properties: { path: '/shoes', title: 'Shoes', url: 'https://shop.example/shoes?email=ann%40shop.example' }
    })
    const [{ options }] = await testDestination.testAction('trackPageView', {
      event,
      settings,
      useDefaultMappings: true
    })
    expect(options.json).toEqual({
      batch: [
        {
          type: 'page',
          messageId: 'message-1',
          timestamp: '2026-01-05T12:00:00.000Z',
          userId: hashOf('customer-7'),
          anonymousId: DEVICE,
          name: 'Shoes',
          properties: { path: '/shoes', title: 'Shoes', url: 'https://shop.example/shoes' }
        }
      ]
    })
  })

  it('sends pages and screens in one batch', async () => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const events = [view({ type: 'page' }), view({ type: 'screen', name: 'Home', userId: undefined })]
    const [{ options }] = await testDestination.testBatchAction('trackPageView', {
      events,
      settings,
      useDefaultMappings: true
    })
    expect(options.json).toMatchObject({
      batch: [
        { type: 'page', name: 'Shoes' },
        { type: 'screen', name: 'Home', anonymousId: DEVICE }
      ]
    })
    expect(testDestination.results[0].multistatus).toMatchObject([{ status: 200 }, { status: 200 }])
  })

  it('takes no other calls', async () => {
    const event = view({ type: 'track' })
    await expect(
      testDestination.testAction('trackPageView', { event, settings, useDefaultMappings: true })
    ).rejects.toThrow(/Call Type must be one of/)
  })
})

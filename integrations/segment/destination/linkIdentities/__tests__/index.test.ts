import type { SegmentEvent } from '@segment/actions-core'
import { createTestEvent, createTestIntegration } from '@segment/actions-core'
import { createHmac } from 'crypto'
import nock from 'nock'
import destination from '../../index'

const testDestination = createTestIntegration(destination)
const settings = { endpoint: 'https://inkling.example.com', secret_key: 'sk_test', id_key: 'st_test' }
const hashOf = (id: string) => createHmac('sha256', settings.id_key).update(id).digest('hex')
const DEVICE = '5f0c1d2e-3a4b-4c6d-8e9f-0a1b2c3d4e5f'

const alias = (previousId: string | undefined, more: Partial<SegmentEvent> = {}): SegmentEvent =>
  createTestEvent({
    type: 'alias',
    messageId: 'message-1',
    timestamp: '2026-01-05T12:00:00.000Z',
    userId: 'customer-7',
    anonymousId: undefined,
    context: {},
    properties: {},
    previousId,
    ...more
  })

const one = (event: SegmentEvent) =>
  testDestination.testAction('linkIdentities', { event, settings, useDefaultMappings: true })

describe('Inkling.linkIdentities', () => {
  it('hashes both IDs', async () => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const [{ options }] = await one(alias('Customer-6'))
    expect(options.json).toEqual({
      batch: [
        {
          type: 'alias',
          messageId: 'message-1',
          timestamp: '2026-01-05T12:00:00.000Z',
          userId: hashOf('customer-7'),
          previousId: hashOf('customer-6')
        }
      ]
    })
  })

  it('knows the device when the former ID is one', async () => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const [{ options }] = await one(alias(DEVICE))
    expect(options.json).toMatchObject({ batch: [{ anonymousId: DEVICE, previousId: hashOf(DEVICE) }] })
  })

  it('refuses one link of a batch alone', async () => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const responses = await testDestination.testBatchAction('linkIdentities', {
      events: [alias('unknown'), alias('customer-6')],
      settings,
      useDefaultMappings: true
    })
    expect(responses).toHaveLength(1)
    expect(testDestination.results[0].multistatus).toMatchObject([
      { status: 400, errormessage: 'The Previous ID stands for nobody.' },
      { status: 200 }
    ])
  })

  it('needs a former ID that stands for somebody', async () => {
    await expect(one(alias('guest'))).rejects.toThrow(/stands for nobody/)
    await expect(one(alias(undefined))).rejects.toThrow(/previous_id/)
  })
})

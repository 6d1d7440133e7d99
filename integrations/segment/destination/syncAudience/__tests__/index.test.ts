import type { SegmentEvent } from '@segment/actions-core'
import { createTestEvent, createTestIntegration } from '@segment/actions-core'
import { createHmac } from 'crypto'
import nock from 'nock'
import destination from '../../index'

const testDestination = createTestIntegration(destination)
const settings = { endpoint: 'https://inkling.example.com', secret_key: 'sk_test', id_key: 'st_test' }
const hashOf = (id: string) => createHmac('sha256', settings.id_key).update(id).digest('hex')

const personas = {
  computation_class: 'audience',
  computation_key: 'vip',
  computation_id: 'aud_1',
  space_id: 'spa_1',
  external_audience_id: 'audience_vip'
}

const member = (traits: { vip?: boolean }, more: Partial<SegmentEvent> = {}): SegmentEvent =>
  createTestEvent({
    type: 'identify',
    messageId: 'message-1',
    timestamp: '2026-01-05T12:00:00.000Z',
    userId: 'customer-7',
    anonymousId: undefined,
    context: { personas },
    traits,
    ...more
  })

const one = (event: SegmentEvent) =>
  testDestination.testAction('syncAudience', { event, settings, useDefaultMappings: true })

describe('Inkling.syncAudience', () => {
  it.each([true, false])('sets the trait to %s', async (vip) => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const [{ options }] = await one(member({ vip }))
    expect(options.json).toEqual({
      batch: [
        {
          type: 'identify',
          messageId: 'message-1',
          timestamp: '2026-01-05T12:00:00.000Z',
          userId: hashOf('customer-7'),
          traits: { audience_vip: vip }
        }
      ]
    })
  })

  it('takes the key of an audience that was connected without a trait, from a track call', async () => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const context = { personas: { ...personas, external_audience_id: undefined } }
    const [{ options }] = await one(
      member({}, { type: 'track', event: 'Audience Exited', properties: { vip: false }, context })
    )
    expect(options.json).toMatchObject({ batch: [{ type: 'identify', traits: { vip: false } }] })
  })

  it('keeps members and former members of a batch apart', async () => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const responses = await testDestination.testBatchAction('syncAudience', {
      events: [member({ vip: true }), member({ vip: false }), member({ vip: true }, { userId: 'guest' })],
      settings,
      useDefaultMappings: true
    })
    expect(responses).toHaveLength(1)
    expect(responses[0].options.json).toMatchObject({
      batch: [{ traits: { audience_vip: true } }, { traits: { audience_vip: false } }]
    })
    expect(testDestination.results[0].multistatus).toMatchObject([{ status: 200 }, { status: 200 }, { status: 400 }])
  })

  it('needs a membership', async () => {
    const context = { personas: { ...personas, computation_class: 'trait' } }
    await expect(one(member({ vip: true }, { context }))).rejects.toThrow(/whether the user is in an audience/)
  })
})

import type { SegmentEvent } from '@segment/actions-core'
import { createTestEvent, createTestIntegration } from '@segment/actions-core'
import { createHmac } from 'crypto'
import nock from 'nock'
import destination from '../../index'

const testDestination = createTestIntegration(destination)
const settings = { endpoint: 'https://inkling.example.com', secret_key: 'sk_test', id_key: 'st_test' }
const hashOf = (id: string) => createHmac('sha256', settings.id_key).update(id).digest('hex')

const group = (groupId: string | undefined, more: Partial<SegmentEvent> = {}): SegmentEvent =>
  createTestEvent({
    type: 'group',
    messageId: 'message-1',
    timestamp: '2026-01-05T12:00:00.000Z',
    userId: 'customer-7',
    anonymousId: undefined,
    context: {},
    properties: {},
    traits: { plan: 'pro', seats: 12, name: 'Acme', website: 'https://acme.example' },
    groupId,
    ...more
  })

const one = (event: SegmentEvent) =>
  testDestination.testAction('groupAccount', { event, settings, useDefaultMappings: true })

describe('Inkling.groupAccount', () => {
  it('sends the account under its hash, without its name', async () => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const [{ options }] = await one(group('Acme-1'))
    expect(options.json).toEqual({
      batch: [
        {
          type: 'group',
          messageId: 'message-1',
          timestamp: '2026-01-05T12:00:00.000Z',
          userId: hashOf('customer-7'),
          groupId: hashOf('acme-1'),
          traits: { plan: 'pro', seats: 12 }
        }
      ]
    })
  })

  it('refuses one account of a batch alone', async () => {
    nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
    const responses = await testDestination.testBatchAction('groupAccount', {
      events: [group('acme-1'), group('null')],
      settings,
      useDefaultMappings: true
    })
    expect(responses).toHaveLength(1)
    expect(testDestination.results[0].multistatus).toMatchObject([
      { status: 200 },
      { status: 400, errormessage: 'The Group ID stands for no account.' }
    ])
  })

  it('needs an account and a user', async () => {
    await expect(one(group('guest'))).rejects.toThrow(/stands for no account/)
    await expect(one(group(undefined))).rejects.toThrow(/group_id/)
    await expect(one(group('acme-1', { userId: undefined }))).rejects.toThrow(/names nobody/)
  })
})

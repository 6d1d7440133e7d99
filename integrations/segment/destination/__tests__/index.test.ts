import { createTestEvent, createTestIntegration } from '@segment/actions-core'
import { createHmac } from 'crypto'
import nock from 'nock'
import destination from '../index'

const testDestination = createTestIntegration(destination)
const settings = { endpoint: 'https://inkling.example.com', secret_key: 'sk_test', id_key: 'st_test' }
const inkling = () => nock(settings.endpoint, { reqheaders: { authorization: `Basic ${btoa('sk_test:')}` } })
const hashOf = (id: string) => createHmac('sha256', settings.id_key).update(id).digest('hex')
const DEVICE = '5f0c1d2e-3a4b-4c6d-8e9f-0a1b2c3d4e5f'

describe('Inkling', () => {
  describe('testAuthentication', () => {
    it('asks for the site by its ID Key', async () => {
      const site = inkling().get('/v1/sites/st_test').reply(200, {})
      await expect(testDestination.testAuthentication(settings)).resolves.toBeUndefined()
      expect(site.isDone()).toBe(true)
    })

    it('takes an endpoint that ends with a slash', async () => {
      inkling().get('/v1/sites/st_test').reply(200, {})
      const endpoint = `${settings.endpoint}/`
      await expect(testDestination.testAuthentication({ ...settings, endpoint })).resolves.toBeUndefined()
    })

    it('finds a wrong Secret Key', async () => {
      inkling().get('/v1/sites/st_test').reply(401, {})
      await expect(testDestination.testAuthentication(settings)).rejects.toThrow(/Credentials are invalid: 401/)
    })

    it('finds the ID Key of another site', async () => {
      inkling()
        .get('/v1/sites/st_test')
        .reply(404, { error: { code: 'unknown_site' } })
      await expect(testDestination.testAuthentication(settings)).rejects.toThrow(/The ID Key is not the one/)
    })

    it('does not blame the ID Key where no server of ours answers', async () => {
      inkling().get('/v1/sites/st_test').reply(404, '<h1>Not Found</h1>')
      await expect(testDestination.testAuthentication(settings)).rejects.toThrow(/No Inkling server answers/)
    })

    it.each(['http://inkling.example.com', 'http://localhost.example.com', 'ftp://inkling.example.com'])(
      'sends no key to %s',
      async (endpoint) => {
        await expect(testDestination.testAuthentication({ ...settings, endpoint })).rejects.toThrow(/https:/)
      }
    )

    it.each(['endpoint', 'secret_key', 'id_key'])('needs %s', async (key) => {
      const without = { ...settings, [key]: undefined } as unknown as typeof settings
      await expect(testDestination.testAuthentication(without)).rejects.toThrow(key)
    })
  })

  describe('onDelete', () => {
    const remove = (event: { userId?: string | null; anonymousId?: string | null }) =>
      testDestination.onDelete?.(createTestEvent({ type: 'delete', ...event }), settings)

    it('erases a user under the hash of the ID', async () => {
      const erasure = inkling()
        .post('/v1/erasures', { inner: hashOf('customer-7') })
        .reply(200, { erased: true })
      await remove({ userId: ' Customer-7', anonymousId: undefined })
      expect(erasure.isDone()).toBe(true)
    })

    it('erases the device too, where it is named', async () => {
      const erasure = inkling()
        .post('/v1/erasures', { inner: hashOf('customer-7'), device: DEVICE })
        .reply(200, { erased: true })
      await remove({ userId: 'customer-7', anonymousId: DEVICE })
      expect(erasure.isDone()).toBe(true)
    })

    it('erases a device alone', async () => {
      const erasure = inkling().post('/v1/erasures', { device: DEVICE }).reply(200, { erased: true })
      await remove({ userId: null, anonymousId: DEVICE })
      expect(erasure.isDone()).toBe(true)
    })

    it('has nothing to ask for where nobody is named', async () => {
      const erasure = inkling().post('/v1/erasures').reply(200, {})
      await remove({ userId: 'null', anonymousId: '' })
      expect(erasure.isDone()).toBe(false)
    })

    it('fails when the server does not take it now', async () => {
      inkling().post('/v1/erasures').reply(503, {})
      await expect(remove({ userId: 'customer-7', anonymousId: undefined })).rejects.toMatchObject({
        response: { status: 503 }
      })
    })
  })

  describe('createAudience', () => {
    const create = (audienceName: string, audienceSettings: { trait?: string } = {}) =>
      testDestination.createAudience({ audienceName, audienceSettings, settings })

    it('makes a segment that asks for a trait', async () => {
      inkling().get('/v1/segments/audience-big-spenders').reply(404, {})
      const segment = inkling()
        .put('/v1/segments/audience-big-spenders', {
          name: 'Big Spenders',
          when: { trait: 'audience_big_spenders', eq: true }
        })
        .reply(201, {})
      expect(await create('Big Spenders')).toEqual({ externalId: 'audience_big_spenders' })
      expect(segment.isDone()).toBe(true)
    })

    it('leaves a segment alone that is there', async () => {
      inkling().get('/v1/segments/audience-vip').reply(200, {})
      expect(await create('VIP')).toEqual({ externalId: 'audience_vip' })
    })

    it('takes the trait that was chosen', async () => {
      inkling().get('/v1/segments/spends-much').reply(200, {})
      expect(await create('VIP', { trait: 'spends_much' })).toEqual({ externalId: 'spends_much' })
    })

    it('tells names apart that look the same as a trait', async () => {
      inkling()
        .get(/\/v1\/segments\//)
        .twice()
        .reply(200, {})
      const [first, second] = [await create('Käufer'), await create('K/ufer')]
      expect(first).not.toEqual(second)
    })

    it('needs a name', async () => {
      await expect(create('')).rejects.toThrow(/no name/)
    })

    it('fails with what the server says of the key', async () => {
      inkling().get('/v1/segments/audience-vip').twice().reply(403, {})
      await expect(create('VIP')).rejects.toMatchObject({ response: { status: 403 } })
    })
  })

  describe('getAudience', () => {
    const get = () => testDestination.getAudience({ externalId: 'audience_vip', audienceSettings: {}, settings })

    it('finds the segment', async () => {
      inkling().get('/v1/segments/audience-vip').reply(200, {})
      expect(await get()).toEqual({ externalId: 'audience_vip' })
    })

    it('says when the segment is there no more', async () => {
      inkling().get('/v1/segments/audience-vip').twice().reply(404, {})
      await expect(get()).rejects.toThrow(/no segment for this audience/)
    })
  })

  describe('presets', () => {
    it.each(destination.presets ?? [])('$name fills every required field of $partnerAction', (preset) => {
      const { fields } = destination.actions[preset.partnerAction]
      const required = Object.keys(fields).filter((key) => fields[key].required === true)
      expect(Object.keys(preset.mapping ?? {})).toEqual(expect.arrayContaining(required))
    })
  })
})

/**
 * What is posted for each action, with all of its fields and with the least of them. The payloads are made of the field
 * definitions, the same at each run.
 *
 * The tests stand outside any `describe`, and requests are printed as JSON: the snapshots are the same whatever runs them.
 */
import type { InputField, JSONObject, JSONValue } from '@segment/actions-core'
import { createTestEvent, createTestIntegration } from '@segment/actions-core'
import { createHash } from 'crypto'
import nock from 'nock'
import destination from '../index'

const testDestination = createTestIntegration(destination)
const settings = { endpoint: 'https://inkling.example.com', secret_key: 'sk_snapshot', id_key: 'st_snapshot' }
const BATCH_URL = `${settings.endpoint}/v1/batch`

/** What an action asks for beside its required fields: whom it is about, and what it is there to tell. */
const ALSO_LEAST: { [action: string]: string[] } = { updateConsent: ['user_id', 'consent'] }

/** The membership is read from the event itself, not from a field. */
const event = createTestEvent({
  type: 'identify',
  traits: { vip: true },
  context: { personas: { computation_class: 'audience', computation_key: 'vip', space_id: 'spa_1' } }
})

function seededValue(seed: string, { type, choices, properties, multiple }: InputField): JSONValue {
  const value = seededItem(seed, { type, choices, properties })
  return multiple ? [value] : value
}

function seededItem(
  seed: string,
  { type, choices, properties }: Pick<InputField, 'type' | 'choices' | 'properties'>
): JSONValue {
  const number = parseInt(createHash('sha256').update(seed).digest('hex').slice(0, 4), 16)
  if (choices !== undefined) {
    const choice = choices[number % choices.length]
    return typeof choice === 'string' ? choice : choice.value
  }
  switch (type) {
    case 'boolean':
      return true
    case 'number':
      return number / 100
    case 'datetime':
      return '2026-01-05T12:00:00.000Z'
    case 'object':
      return properties === undefined
        ? { seeded: seed }
        : payloadOf(seed, properties as Fields, Object.keys(properties))
    default:
      return seed
  }
}

type Fields = { [key: string]: InputField }

function payloadOf(seed: string, fields: Fields, keys: string[]): JSONObject {
  return Object.fromEntries(keys.map((key) => [key, seededValue(`${seed} ${key}`, fields[key])]))
}

async function requestOf(action: string, mapping: JSONObject) {
  nock(settings.endpoint).post('/v1/batch').reply(200, { success: true })
  const [{ url, options }] = await testDestination.testAction(action, { event, mapping, settings })
  return { url, method: options.method, json: options.json }
}

expect.addSnapshotSerializer({
  test: (value) => typeof value === 'object' && value !== null && value.url === BATCH_URL,
  serialize: (value) => JSON.stringify(value, null, 2)
})

for (const [action, { fields }] of Object.entries(destination.actions)) {
  it(`actions-inkling ${action} action - all fields`, async () => {
    expect(await requestOf(action, payloadOf(action, fields, Object.keys(fields)))).toMatchSnapshot()
  })

  it(`actions-inkling ${action} action - required fields`, async () => {
    const also = ALSO_LEAST[action] ?? ['user_id']
    const least = Object.keys(fields).filter((key) => fields[key].required === true || also.includes(key))
    expect(await requestOf(action, payloadOf(action, fields, least))).toMatchSnapshot()
  })
}

/**
 * The destination as a Destination Function: the same triggers, mappings and messages, for workspaces in which it stands in
 * no catalogue yet. `npm run segment:generate` makes one file of it, which is pasted into Segment's editor.
 */
import type { Settings } from '../destination/generated-types'
import { deviceOrHash, hashIdentifier } from '../destination/identity'
import * as messages from '../destination/messages'
import { apiUrl, batchOf, faultOf, headersOf, rowsOf } from '../destination/request'
import type { BatchAnswer, Draft, Message, Row } from '../destination/types'
import { type Condition, meets, type SegmentEvent, valueAt } from './fql'
import { type Fields, Misfit, payloadOf } from './mapping'

/** Written in when the function is made: which events go where, and what is taken out of them. */
declare const ROUTES: { action: string; when: Condition; mapping: { [key: string]: unknown }; fields: Fields }[]

/** What Segment gives a function, beside `fetch` and `crypto`. */
declare const InvalidEventPayload: new (message: string) => Error
declare const RetryError: new (message: string) => Error
declare const EventNotSupported: new (message: string) => Error

type Build = (payload: never, settings: Settings, isMember: boolean | undefined) => Draft

const BUILDS: { [action: string]: Build } = {
  trackEvent: messages.trackMessage,
  trackPageView: messages.pageMessage,
  identifyUser: messages.identifyMessage,
  trackOrder: messages.orderMessage,
  syncAudience: messages.audienceMessage,
  updateConsent: messages.consentMessage,
  linkIdentities: messages.linkMessage,
  groupAccount: messages.groupMessage
}

const NOT_TAKEN = { kind: 'invalid', reason: 'No action takes this event.' } satisfies Draft

/** Segment names a setting after its label, `Secret Key` becomes `secretKey`, unless whoever adds it names it anew. */
const NAMES = {
  endpoint: 'serverUrl',
  secret_key: 'secretKey',
  id_key: 'idKey',
  required_consent_category: 'requiredConsentCategory'
}

/** As they were filled in, under either name. */
export interface Given {
  [name: string]: unknown
}

/** One event; throws what Segment knows to retry, or to show. */
export async function takeOne(event: SegmentEvent, given: Given): Promise<void> {
  const settings = settingsOf(given)
  const drafted = draft(event, settings)
  if (drafted === NOT_TAKEN) throw new EventNotSupported(NOT_TAKEN.reason)
  const [row] = await takeDrafts([drafted], settings)
  if (row.status < 400) return
  const reason = row.message ?? `Inkling answered ${row.status}.`
  throw isRetried(row.status) ? new RetryError(reason) : new InvalidEventPayload(reason)
}

/** Many events in one request; each gets the answer that the server gave it. */
export async function takeBatch(
  events: SegmentEvent[],
  given: Given
): Promise<{ status: number; errormessage?: string }[]> {
  const settings = settingsOf(given)
  const rows = await takeDrafts(
    events.map((event) => draft(event, settings)),
    settings
  )
  return rows.map(({ status, message }) => ({ status, ...(status >= 400 && { errormessage: message }) }))
}

/** Everything under the user and the ids linked to it. */
export async function forget(event: SegmentEvent, given: Given): Promise<void> {
  const settings = settingsOf(given)
  const inner = hashIdentifier(textOf(event.userId), settings.id_key)
  const device = deviceOrHash(textOf(event.anonymousId), settings.id_key)
  if (inner === undefined && device === undefined) return
  await post('erasures', { inner, device }, settings)
}

/** @throws InvalidEventPayload for what is missing or cannot be right: nothing is hashed or sent then. */
function settingsOf(given: Given): Settings {
  const read = (name: keyof typeof NAMES) => textOf(given[name]) ?? textOf(given[NAMES[name]])
  const demand = (name: keyof typeof NAMES) => {
    const value = read(name)
    if (value === undefined) throw new InvalidEventPayload(`The function has no setting ${name}, or it is empty.`)
    return value
  }
  const required = { endpoint: demand('endpoint'), secret_key: demand('secret_key'), id_key: demand('id_key') }
  const fault = faultOf(required)
  if (fault !== undefined) throw new InvalidEventPayload(fault)
  return { ...required, required_consent_category: read('required_consent_category') }
}

function draft(event: SegmentEvent, settings: Settings): Draft {
  const route = ROUTES.find(({ when }) => meets(when, event))
  if (route === undefined) return NOT_TAKEN
  try {
    const payload = payloadOf(route.mapping, route.fields, event)
    return BUILDS[route.action](payload as never, settings, membershipOf(event))
  } catch (error) {
    if (error instanceof Misfit) return { kind: 'invalid', reason: error.message }
    throw error
  }
}

async function takeDrafts(drafts: Draft[], settings: Settings): Promise<Row[]> {
  const sent = drafts.flatMap((one): Message[] => (one.kind === 'message' ? [one.message] : []))
  const answered = sent.length === 0 ? [] : rowsOf(await post('batch', batchOf(sent), settings), sent.length)
  return drafts.map((one) => {
    if (one.kind === 'invalid') return { status: 400, message: one.reason }
    return one.kind === 'withheld' ? { status: 200 } : (answered.shift() as Row)
  })
}

async function post(path: string, body: unknown, settings: Settings): Promise<BatchAnswer> {
  const response = await fetch(apiUrl(settings, path), {
    method: 'POST',
    headers: headersOf(settings),
    body: JSON.stringify(body)
  }).catch(() => {
    throw new RetryError('Inkling could not be reached.')
  })
  if (isRetried(response.status)) throw new RetryError(`Inkling answered ${response.status}.`)
  if (!response.ok) throw new InvalidEventPayload(await reasonIn(response))
  return (await response.json().catch(() => {
    throw new RetryError('The answer of Inkling broke off.')
  })) as BatchAnswer
}

/** The server's own words, in which nothing of an event stands. */
async function reasonIn(response: Response): Promise<string> {
  const answer = (await response.json().catch(() => undefined)) as
    | { error?: { message: string; hint: string } }
    | undefined
  const why = answer?.error === undefined ? '' : ` ${answer.error.message} (${answer.error.hint})`
  return `Inkling answered ${response.status}.${why}`
}

/** As Segment does it for its own destinations. */
function isRetried(status: number): boolean {
  return [408, 423, 429].includes(status) || (status >= 500 && status !== 501)
}

/** Whether an event of Engage says that the user is in its audience. */
function membershipOf({ type, context, traits, properties }: SegmentEvent): boolean | undefined {
  const kind = String(valueAt(context, 'personas.computation_class'))
  const key = valueAt(context, 'personas.computation_key')
  if (!['audience', 'journey_step'].includes(kind) || typeof key !== 'string' || key === '') return undefined
  const said = type === 'identify' ? traits : properties
  const value = typeof said === 'object' && said !== null ? (said as { [key: string]: unknown })[key] : undefined
  return typeof value === 'boolean' ? value : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

import type { JSONLikeObject, ModifiedResponse, RequestClient } from '@segment/actions-core'
import {
  ErrorCodes,
  HTTPError,
  IntegrationError,
  MultiStatusResponse,
  PayloadValidationError
} from '@segment/actions-core'
import { createHash } from 'crypto'
import type { AudienceSettings, Settings } from './generated-types'
import { deviceOrHash, hashIdentifier } from './identity'
import { apiUrl, batchOf, faultOf, rowsOf } from './request'
import type { BatchAnswer, Draft, Message, Row } from './types'

const WITHHELD = 'Not sent: the consent category that this destination asks for was not given.'
const OTHER_SITE = 'The ID Key is not the one of the site that the Secret Key belongs to.'
const NO_SERVER = 'No Inkling server answers at the Server URL: write its address alone, without a path.'
const NOBODY_TO_DELETE = 'Nothing to delete: the user ID stands for nobody.'
const MOST_SLUG = 40
/** What the key of a segment and the name of a trait have in common. */
const TRAIT = /^[a-z0-9][a-z0-9_]{0,63}$/

/**
 * One event, as a batch of one. Requests are given up after the ten seconds that Segment's client gives them; whatever is sent
 * again counts once, by its messageId.
 */
export async function send(request: RequestClient, settings: Settings, draft: Draft): Promise<JSONLikeObject> {
  if (draft.kind === 'withheld') return { status: 200, message: WITHHELD }
  if (draft.kind === 'invalid') throw new PayloadValidationError(draft.reason)
  const [row] = await post(request, settings, [draft.message])
  if (row.status >= 400) throw new IntegrationError(reasonOf(row), 'REFUSED_BY_INKLING', row.status)
  return { ...row }
}

/** All events in one request; each gets the answer that the server gave it. */
export async function sendBatch(
  request: RequestClient,
  settings: Settings,
  drafts: Draft[]
): Promise<MultiStatusResponse> {
  const answers = new MultiStatusResponse()
  const sent: { index: number; message: Message }[] = []
  drafts.forEach((draft, index) => {
    if (draft.kind === 'message') sent.push({ index, message: draft.message })
    else if (draft.kind === 'withheld') {
      answers.setSuccessResponseAtIndex(index, { status: 200, sent: {}, body: WITHHELD })
    } else {
      answers.setErrorResponseAtIndex(index, {
        status: 400,
        errortype: ErrorCodes.PAYLOAD_VALIDATION_FAILED,
        errormessage: draft.reason
      })
    }
  })
  if (sent.length === 0) return answers
  const rows = await post(
    request,
    settings,
    sent.map(({ message }) => message)
  )
  sent.forEach(({ index, message }, place) => {
    setAnswer(answers, index, message, rows[place])
  })
  return answers
}

function setAnswer(answers: MultiStatusResponse, index: number, message: Message, row: Row): void {
  const sent = message as unknown as JSONLikeObject
  const { status } = row
  if (status < 400) answers.setSuccessResponseAtIndex(index, { status, sent, body: { ...row } })
  else answers.setErrorResponseAtIndex(index, { status, errormessage: reasonOf(row), sent, body: { ...row } })
}

async function post(request: RequestClient, settings: Settings, messages: Message[]): Promise<Row[]> {
  const { data } = await call<BatchAnswer>(request, settings, 'batch', batchOf(messages))
  return rowsOf(data, messages.length)
}

/** The server's own words, in which no value of an event stands. */
function reasonOf({ status, message }: Row): string {
  return message ?? `Inkling answered ${status}.`
}

/** Asks for the site by its ID Key, so that a wrong address, a wrong secret and a wrong ID Key are all found. */
export async function testAuthentication(request: RequestClient, settings: Settings): Promise<unknown> {
  const { status, code } = await ask(request, settings, `sites/${encodeURIComponent(settings.id_key)}`)
  if (status !== 404) return { status }
  const reason = code === 'unknown_site' ? OTHER_SITE : NO_SERVER
  throw new IntegrationError(reason, ErrorCodes.INVALID_AUTHENTICATION, 404)
}

/** An audience is a trait, and a segment of that name which asks for it: made once, and left alone after that. */
export async function createAudience(
  request: RequestClient,
  input: { settings: Settings; audienceSettings?: AudienceSettings; audienceName: string }
): Promise<{ externalId: string }> {
  const { settings, audienceSettings, audienceName } = input
  if (audienceName === '') throw new PayloadValidationError('The audience has no name.')
  const trait = audienceSettings?.trait || traitOf(audienceName)
  if (!TRAIT.test(trait)) {
    throw new PayloadValidationError('The Trait Name may hold small letters, digits and underscores alone.')
  }
  const path = segmentPath(trait)
  const { status } = await ask(request, settings, path)
  if (status === 404) {
    const json = { name: audienceName, when: { trait, eq: true } }
    await request(urlOf(settings, path), { method: 'PUT', json })
  }
  return { externalId: trait }
}

export async function getAudience(
  request: RequestClient,
  { settings, externalId }: { settings: Settings; externalId: string }
): Promise<{ externalId: string }> {
  const { status } = await ask(request, settings, segmentPath(externalId))
  if (status === 404) {
    throw new IntegrationError('There is no segment for this audience any more.', 'AUDIENCE_NOT_FOUND', 404)
  }
  return { externalId }
}

/** Everything under the user and the ids linked to it; a second time there is nothing left, which is no fault. */
export async function deleteUser(
  request: RequestClient,
  settings: Settings,
  { userId, anonymousId }: { userId?: string | null; anonymousId?: string | null }
): Promise<unknown> {
  const inner = hashIdentifier(userId ?? undefined, settings.id_key)
  const device = deviceOrHash(anonymousId ?? undefined, settings.id_key)
  if (inner === undefined && device === undefined) return { status: 200, message: NOBODY_TO_DELETE }
  const { status, data } = await call(request, settings, 'erasures', { inner, device })
  return { status, data }
}

/** A trait name that says the same as the audience's; where it cannot, what is lost is made up for by a hash. */
export function traitOf(audienceName: string): string {
  const plain = audienceName.trim().toLowerCase()
  const slug = plain.replace(/[^a-z0-9]/g, '_').slice(0, MOST_SLUG)
  const isFaithful = slug === plain.replace(/[ -]/g, '_')
  const mark = createHash('sha256').update(plain, 'utf8').digest('hex').slice(0, 8)
  return isFaithful ? `audience_${slug}` : `audience_${slug}_${mark}`
}

/** Keys of segments have dashes where names of traits have underscores. */
function segmentPath(trait: string): string {
  return `segments/${encodeURIComponent(trait.replace(/_/g, '-'))}`
}

function urlOf(settings: Settings, path: string): string {
  const fault = faultOf(settings)
  if (fault !== undefined) throw new IntegrationError(fault, 'MISCONFIGURED_FIELD', 400)
  return apiUrl(settings, path)
}

function call<Answer>(
  request: RequestClient,
  settings: Settings,
  path: string,
  json: unknown
): Promise<ModifiedResponse<Answer>> {
  return request<Answer>(urlOf(settings, path), { method: 'POST', json })
}

/** Reads something that may not be there: 404 is an answer, with the server's own word for it. */
async function ask(
  request: RequestClient,
  settings: Settings,
  path: string
): Promise<{ status: number; code?: string }> {
  try {
    const { status } = await request(urlOf(settings, path))
    return { status }
  } catch (error) {
    if (!(error instanceof HTTPError) || error.response.status !== 404) throw error
    const { data } = error.response as ModifiedResponse<{ error?: { code?: string } } | undefined>
    return { status: 404, code: data?.error?.code }
  }
}

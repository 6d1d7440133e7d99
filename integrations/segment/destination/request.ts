import type { BatchAnswer, Message, Row } from './types'
import { INKLING_API_VERSION } from './versioning-info'

/** Nothing around it: with a space that came along, the same people would be others. */
const SECRET_KEY = /^sk_[A-Za-z0-9_-]+$/
const ID_KEY = /^st_[a-z0-9]+$/
const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?(?:\/|$)/

/** The settings that a request depends on. */
export interface RequestSettings {
  endpoint: string
  secret_key: string
  id_key: string
}

/**
 * What is wrong with settings whatever the server says: a write key would be taken, and trusted no more than a page.
 *
 * @returns undefined where nothing is.
 */
export function faultOf({ endpoint, secret_key, id_key }: RequestSettings): string | undefined {
  if (!isSafeEndpoint(endpoint)) return 'The Server URL has to begin with https://.'
  if (!SECRET_KEY.test(secret_key)) return 'The Secret Key is none: it begins with sk_, and has no spaces around it.'
  if (!ID_KEY.test(id_key))
    return 'The ID Key is none: it is the site id, begins with st_, and has no spaces around it.'
  return undefined
}

/** Whether a key may be sent there: encrypted, or to this very machine while trying things out. */
function isSafeEndpoint(endpoint: string): boolean {
  return endpoint.startsWith('https://') || LOOPBACK.test(endpoint)
}

export function apiUrl({ endpoint }: Pick<RequestSettings, 'endpoint'>, path: string): string {
  const base = endpoint.endsWith('/') ? endpoint.slice(0, -1) : endpoint
  return `${base}/${INKLING_API_VERSION}/${path}`
}

/** The server refuses what was hashed with the ID of another site: the same people would be others. */
export function headersOf({ secret_key, id_key }: Omit<RequestSettings, 'endpoint'>): Record<string, string> {
  return {
    Authorization: `Basic ${Buffer.from(`${secret_key}:`, 'utf8').toString('base64')}`,
    'Content-Type': 'application/json',
    'X-Inkling-Site': encodeURIComponent(id_key)
  }
}

export function batchOf(messages: Message[]): { batch: Message[] } {
  return { batch: messages }
}

const TAKEN: Row = { status: 200 }
const LEFT_OUT: Row = { status: 500, message: 'The answer left this event out.' }

/**
 * What the server says of each message. One that it says nothing of, or nothing that can be understood, is sent again: it
 * counts once. What stands between may answer in the server's place, so that nothing is taken for granted.
 */
export function rowsOf(answer: BatchAnswer | undefined, count: number): Row[] {
  const results = Array.isArray(answer?.results) ? answer.results : []
  const rows = new Map<unknown, Row>()
  for (const one of results) {
    const row = rowOf(one)
    const known = rows.get(one?.index)
    // Of two answers the one that asks for more.
    if (known === undefined || row.status > known.status) rows.set(one?.index, row)
  }
  const silent = answer?.success === true ? TAKEN : LEFT_OUT
  return Array.from({ length: count }, (_, index) => rows.get(index) ?? silent)
}

function rowOf(given: { status?: unknown; message?: unknown } | null | undefined): Row {
  const { status, message } = given ?? {}
  const isTaken = status === 200 || status === 201 || status === 202
  const isRefused = Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599
  if (!isTaken && !isRefused) return LEFT_OUT
  return { status: Number(status), message: typeof message === 'string' ? message : undefined }
}

import type { BatchAnswer, Message, Row } from './types'
import { INKLING_API_VERSION } from './versioning-info'

const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?(?:\/|$)/

/** The settings that a request depends on. */
export interface RequestSettings {
  endpoint: string
  secret_key: string
}

/** Whether a key may be sent there: encrypted, or to this very machine while trying things out. */
export function isSafeEndpoint(endpoint: string): boolean {
  return endpoint.startsWith('https://') || LOOPBACK.test(endpoint)
}

export function apiUrl({ endpoint }: RequestSettings, path: string): string {
  const base = endpoint.endsWith('/') ? endpoint.slice(0, -1) : endpoint
  return `${base}/${INKLING_API_VERSION}/${path}`
}

export function headersOf({ secret_key }: RequestSettings): Record<string, string> {
  return {
    Authorization: `Basic ${btoa(`${secret_key}:`)}`,
    'Content-Type': 'application/json'
  }
}

export function batchOf(messages: Message[]): { batch: Message[] } {
  return { batch: messages }
}

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
  return Array.from({ length: count }, (_, index) => {
    if (answer?.success === true) return { status: 200 }
    return rows.get(index) ?? LEFT_OUT
  })
}

const LEFT_OUT: Row = { status: 500, message: 'The answer left this event out.' }

function rowOf(given: { status?: unknown; message?: unknown } | null | undefined): Row {
  const { status, message } = given ?? {}
  const isTaken = status === 200 || status === 201 || status === 202
  const isRefused = Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599
  if (!isTaken && !isRefused) return LEFT_OUT
  return { status: Number(status), message: typeof message === 'string' ? message : undefined }
}

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

/** What the server says of each message; one that it says nothing of is sent again, and counts once. */
export function rowsOf(answer: BatchAnswer | undefined, count: number): Row[] {
  const rows = new Map((answer?.results ?? []).map((row) => [row.index, row]))
  return Array.from({ length: count }, (_, index) => {
    if (answer?.success === true) return { status: 200 }
    const { status, message } = rows.get(index) ?? { status: 500, message: 'The answer left this event out.' }
    return { status, message }
  })
}

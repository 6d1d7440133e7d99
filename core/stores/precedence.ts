/**
 * Which copy of one id stays in the log. Every store asks here, so the log ends the same
 * whatever order the copies came in, on whichever store.
 */
import { hash } from 'node:crypto';
import type { Entry, Json, Source } from '../entry.ts';

const RANK = { web: 0, email: 1, server: 2 } as const satisfies Record<Source, number>;

/** JSON text with sorted keys: equal content has equal text, whoever built the object. */
function canonicalJson(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join()}}`;
}

/**
 * SHA-256, in hex, of what an entry says. `receivedAt` is left out: a retry says the same thing later.
 *
 * @example contentHash(first) === contentHash(retry)
 */
export function contentHash(entry: Entry): string {
  const { type, name, t, visitor, source, page, context, properties, currency, flags } = entry;
  const said = [type, name, t, visitor, source, page, context, properties, currency, flags];
  return hash('sha256', said.map(canonicalJson).join('\n'));
}

/**
 * Negative when `a` stays, positive when `b` does, 0 when they say the same.
 * A server knows better than a mail, a mail better than a page; between equals the smaller (t, content hash).
 *
 * @example compareCopies(fromWebhook, fromPixel) < 0
 */
export function compareCopies(a: Entry, b: Entry): number {
  const byRank = RANK[b.source] - RANK[a.source];
  if (byRank !== 0) return byRank;
  if (a.t !== b.t) return a.t - b.t;
  const [hashA, hashB] = [contentHash(a), contentHash(b)];
  if (hashA === hashB) return 0;
  return hashA < hashB ? -1 : 1;
}

/**
 * Whether what is in the log stays there. A notice or a decision does, whatever a copy says: it was derived, and the
 * first told is what everybody was told. Of two scores of one instant the one computed last knew more. Of two pages that made one decision in one moment, one is answered.
 *
 * @example if (isStanding(inLog, copy)) return { status: 'duplicate', seq: inLog.seq };
 */
export function isStanding(inLog: Entry, copy: Entry): boolean {
  if (inLog.type === 'score' && copy.type === 'score')
    return copy.receivedAt < inLog.receivedAt || contentHash(inLog) === contentHash(copy);
  return inLog.type === 'notice' || inLog.type === 'decision' || compareCopies(inLog, copy) <= 0;
}

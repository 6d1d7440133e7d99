/** What was asked on behalf of customers, and what became of it, as it is listed. */
import type { PrivacyRequests } from '../../../../integrations/shopify/admin-page/contract.ts';
import type { Tone } from '../../ui/skin.ts';
import type { Format } from '../../view-models/format.ts';
import type { Words } from '../words/words.ts';

export type RequestLine = {
  readonly id: string;
  readonly what: string;
  readonly asked: string;
  readonly badge: { readonly text: string; readonly tone: Tone };
  /** What was done and when, or until when it has to be. */
  readonly note: string;
  readonly file: { readonly label: string; readonly name: string } | null;
};

type Request = PrivacyRequests['items'][number];

/** @param nowMs What is waiting past its day is overdue. */
export function viewRequests(
  { items }: PrivacyRequests,
  words: Words,
  format: Format,
  nowMs: number,
): readonly RequestLine[] {
  return items.map((request) => ({
    id: request.id,
    what: words.requests.kinds[request.kind],
    asked: format.time(request.askedAt),
    badge: badgeOf(request, words, nowMs),
    note: noteOf(request, words, format),
    file: request.hasExport
      ? { label: words.requests.saveOf(format.time(request.askedAt)), name: `inkling-${request.id}.json` }
      : null,
  }));
}

function badgeOf({ outcome, dueAt }: Request, words: Words, nowMs: number): RequestLine['badge'] {
  if (outcome === 'failed') return { text: words.requests.outcomes.failed, tone: 'bad' };
  if (outcome !== 'waiting') return { text: words.requests.outcomes[outcome], tone: 'good' };
  return Date.parse(dueAt) < nowMs
    ? { text: words.requests.overdue, tone: 'bad' }
    : { text: words.requests.outcomes.waiting, tone: 'waiting' };
}

function noteOf({ doneAt, dueAt, entries, outcome }: Request, words: Words, format: Format): string {
  if (doneAt === null) return words.requests.due(format.time(dueAt));
  const done = format.time(doneAt);
  return outcome === 'nothing_held'
    ? done
    : `${done}, ${words.requests.entries(format.count(entries), entries === 1)}`;
}

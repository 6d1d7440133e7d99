/** Webhooks and Segment, as their settings show them, and what their forms send. */
import type { OutgoingCounts, WebhookAnswer, WriteBackAnswer } from '../api/answers/outgoing.ts';
import type { OutgoingWords } from '../words/outgoing.ts';
import type { Format } from './format.ts';

export const WEBHOOK_TYPES = ['notice', 'decision', 'conversion'] as const;
export const SCORE_NAMES = ['intent', 'churn', 'order_value'] as const;

export function writeCounts(
  { sent, waiting, dead, withheld }: OutgoingCounts,
  words: OutgoingWords,
  format: Format,
): string {
  const { count } = format;
  return words.counts(count(sent), count(waiting), count(dead), count(withheld));
}

export type WebhookRow = {
  readonly key: string;
  readonly url: string;
  readonly types: string;
  readonly counts: string;
  /** Null: it works. */
  readonly stopped: string | null;
};

export function viewWebhook(hook: WebhookAnswer, words: OutgoingWords, format: Format): WebhookRow {
  const { key, url, types, stopped } = hook;
  return {
    ...{ key, url },
    types: format.list(types.map((type) => words.webhooks.types[type] ?? type)),
    counts: writeCounts(hook, words, format),
    stopped: stopped === undefined ? null : words.webhooks.stopped(stopped.reason),
  };
}

export type WebhookDraft = {
  readonly key: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly includes: readonly string[];
  readonly visitor: string;
};

export const NEW_WEBHOOK: WebhookDraft = {
  key: '',
  url: '',
  types: ['notice'],
  includes: [],
  visitor: 'pseudonym',
};

/** Its path, and what is put there. */
export function writeWebhook({ key, ...body }: WebhookDraft) {
  return { path: `/v1/webhooks/${encodeURIComponent(key.trim())}`, body: { ...body, url: body.url.trim() } };
}

/** @example toggled(['a', 'b'], 'b', false) // ['a'] */
export function toggled(list: readonly string[], name: string, isOn: boolean): readonly string[] {
  const others = list.filter((known) => known !== name);
  return isOn ? [...others, name] : others;
}

export type WriteBackDraft = {
  readonly writeKey: string;
  readonly region: string;
  readonly scores: readonly string[];
  readonly segments: string;
  readonly delta: string;
  readonly low: string;
  readonly high: string;
};

/** @example writeBackDraftOf({ state: 'off' }).region // 'us' */
export function writeBackDraftOf(state: WriteBackAnswer): WriteBackDraft {
  if (state.state === 'off')
    return {
      writeKey: '',
      region: 'us',
      scores: SCORE_NAMES,
      segments: '',
      delta: '0.05',
      low: '0.3',
      high: '0.7',
    };
  const { region, scores, segments, delta, bands } = state;
  return {
    writeKey: '',
    region: region ?? '',
    scores,
    segments: (segments ?? []).join(', '),
    delta: String(delta),
    low: String(bands[0]),
    high: String(bands[1]),
  };
}

/** What is left out stays the source's; a host of one's own is kept by naming no region. */
export function writeWriteBack({ writeKey, region, scores, segments, delta, low, high }: WriteBackDraft) {
  const keys = segments.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
  const number = (text: string): number => Number(text.trim().replace(',', '.'));
  return {
    ...(writeKey.trim() !== '' && { writeKey: writeKey.trim() }),
    ...(region !== '' && { region }),
    scores,
    ...(keys.length > 0 && { segments: keys }),
    delta: number(delta),
    bands: [number(low), number(high)],
  };
}

/** Whether both say the same to the server. */
export function isSameWriteBack(one: WriteBackDraft, other: WriteBackDraft): boolean {
  return JSON.stringify(writeWriteBack(one)) === JSON.stringify(writeWriteBack(other));
}

/** The field of the form of Segment that a refusal is about; null: none. @example writeBackFieldAt('bands[0]') // 'low' */
export function writeBackFieldAt(at: string): keyof WriteBackDraft | null {
  if (at.startsWith('bands')) return at === 'bands[1]' ? 'high' : 'low';
  const names = ['writeKey', 'region', 'segments', 'delta'] as const;
  return names.find((name) => at === name || at.startsWith(`${name}[`)) ?? null;
}

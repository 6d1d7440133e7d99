/** What Segment is told of one visitor when an entry of the log says that something has changed. Pure. */
import type { Entry, Json } from '../../../core/entry.ts';
import { derivedId } from '../../../core/identity/hash.ts';
import { bandOf, isMoved, isNews, type Picture, type Thresholds } from './picture.ts';
import { LABELS } from './settings.ts';

type Values = { readonly [name: string]: Json };

/** A message without whom it is about, which only the moment of sending knows. */
export type Message = {
  /** Of what it says and of what it was said for: the same again is the same message. */
  readonly messageId: string;
  /** UTC ms. */
  readonly at: number;
} & (
  | { readonly type: 'identify'; readonly traits: Values }
  | { readonly type: 'track'; readonly event: string; readonly properties: Values }
);

export type Occasion = {
  readonly entry: Entry;
  /** As Segment was told before. */
  readonly before: Picture;
  readonly now: Picture;
  /** UTC ms. */
  readonly at: number;
  /** By key. */
  readonly nameOf: (segment: string) => string;
  readonly settings: Thresholds;
};

/** A changed definition, a model or an import moves many at once, and nobody did anything. */
const NEWS: ReadonlySet<unknown> = new Set(['event', 'time', 'merge']);

/** Empty where nothing is worth a call. @example composeMessages(occasion).map(({ type }) => type) // ['identify', 'track'] */
export function composeMessages(occasion: Occasion): readonly Message[] {
  const { entry, before, now, settings } = occasion;
  const isTold = isNews(before, now, settings);
  return [
    ...(isTold ? [identify(occasion)] : []),
    ...(entry.type === 'notice' ? changeOfSegment(occasion) : []),
    ...(isTold ? changeOfIntent(occasion) : []),
  ];
}

/** Traits that were never told and are not known stay away; null takes back what was. */
function identify({ entry, before, now, at }: Occasion): Message {
  const known: Record<string, Json> = { inkling_segments: now.segments };
  const add = (name: string, was: number | null, is: number | null): void => {
    if (was !== null || is !== null) known[name] = is;
  };
  add('inkling_intent_score', before.intent, now.intent);
  add('inkling_churn_risk', before.churn, now.churn);
  add('inkling_predicted_aov', before.orderValue, now.orderValue);
  const traits = { ...known, inkling_scored_at: new Date(at).toISOString() };
  // Without the instant, which is another one at each attempt.
  return { type: 'identify', messageId: idOf(entry, 'identify', known), at, traits };
}

function changeOfSegment({ entry, nameOf }: Occasion): readonly Message[] {
  const { segment, version, cause, late, revokes } = entry.properties;
  if (!NEWS.has(cause) || late === true || revokes !== undefined) return [];
  const key = String(segment);
  const event = entry.name === 'left' ? 'Segment Exited' : 'Segment Entered';
  const properties = { segment: key, segment_name: nameOf(key), version: Number(version) };
  return [track(entry, { event, properties, at: entry.t })];
}

/** The first score is no change. */
function changeOfIntent({ entry, before, now, at, settings }: Occasion): readonly Message[] {
  const { intent: was } = before;
  const { intent: is } = now;
  if (was === null || is === null || !isMoved(was, is, settings)) return [];
  const properties = {
    score: is,
    previous_score: was,
    band: bandOf(is, settings.bands),
    previous_band: bandOf(was, settings.bands),
    label: LABELS.intent,
  };
  return [track(entry, { event: 'Intent Score Changed', properties, at })];
}

function track(entry: Entry, said: { event: string; properties: Values; at: number }): Message {
  return { type: 'track', messageId: idOf(entry, said.event, said.properties), ...said };
}

function idOf({ id }: Entry, kind: string, content: Values): string {
  return derivedId('inkling', id, kind, JSON.stringify(content));
}

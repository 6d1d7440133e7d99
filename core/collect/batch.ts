/** `POST /v1/events`, read from untrusted JSON item by item: what servers, relays and imports send. */
import { type Context, PURPOSES, type Purpose, type Source } from '../entry.ts';
import { accept, type Outcome, type Refusal, refuse } from '../errors.ts';
import type { ServerItem } from '../identity/identify-server.ts';
import { findItemFault } from './envelope.ts';
import { readEventId } from './event-id.ts';
import { readInstant } from './instant.ts';
import { isObject, type JsonObject } from './json.ts';

export const MOST_EVENTS = 2_500;

const SOURCES: ReadonlySet<unknown> = new Set<Source>(['web', 'server', 'email']);
const DEVICES: ReadonlySet<unknown> = new Set<Context['device']>(['desktop', 'mobile', 'tablet', 'other']);

export type Batch = { readonly items: readonly ServerItem[]; readonly refused: readonly Refusal[] };

/** @example readBatch({ events: [{ id: '1', name: 'Order Completed', time: '2026-01-01T00:00:00Z', userId: 'u1' }] }, now) */
export function readBatch(body: JsonObject, receivedAt: number): Outcome<Batch> {
  const { events } = body;
  if (!Array.isArray(events)) return refuse('invalid_body', 'events', 'send {"events": [ … ]}');
  if (events.length > MOST_EVENTS) {
    return refuse('too_many_items', 'events', `send at most ${MOST_EVENTS} events a post`);
  }
  const items: ServerItem[] = [];
  const refused: Refusal[] = [];
  for (const [i, event] of events.entries()) {
    const item = readEvent(event, `events[${i}]`, receivedAt);
    if (item.ok) items.push(item.value);
    else refused.push(item);
  }
  return accept({ items, refused });
}

function readEvent(value: unknown, at: string, receivedAt: number): Outcome<ServerItem> {
  if (!isObject(value)) return refuse('invalid_body', at, 'send an object {id, name, time, properties}');
  const { name, properties = {}, source = 'server' } = value;
  const id = readEventId(value.id, `${at}.id`);
  if (!id.ok) return id;
  const time = value.time === undefined ? receivedAt : readInstant(value.time);
  if (time === null) return refuse('invalid_value', `${at}.time`, 'send ISO 8601 or epoch milliseconds');
  if (!SOURCES.has(source)) return refuse('invalid_value', `${at}.source`, 'send web, server or email');
  const fault = findItemFault(name, time, properties, at);
  if (fault !== null) return fault;
  const context = isObject(value.context) ? value.context : {};
  const { path, url, referrer } = properties as JsonObject;
  return accept({
    at,
    id: id.value,
    name: name as string,
    time,
    properties: properties as JsonObject,
    address: firstText(context.path, path, url),
    url: firstText(url, context.path, path),
    referrer: firstText(context.referrer, referrer),
    source: source as Source,
    visitor: identifier(value.visitor),
    device: identifier(value.device),
    userId: identifier(value.userId),
    email: identifier(value.email),
    inner: identifier(value.inner),
    consent: readPurposes(value.consent),
    context: DEVICES.has(context.device) ? { device: context.device as NonNullable<Context['device']> } : {},
    account: identifier(value.account) ?? '',
  });
}

/** Consent as `{purpose: boolean}`; null when none is stated. */
function readPurposes(value: unknown): Partial<Record<Purpose, boolean>> | null {
  if (!isObject(value)) return null;
  const stated: Partial<Record<Purpose, boolean>> = {};
  for (const purpose of PURPOSES) {
    const answer = value[purpose];
    if (typeof answer === 'boolean') stated[purpose] = answer;
  }
  return Object.keys(stated).length === 0 ? null : stated;
}

/** A text or a number that may name somebody. */
export function identifier(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.length <= 1_000 ? value : undefined;
}

/** The first that is a text and not empty; else an empty one. */
export function firstText(...candidates: readonly unknown[]): string {
  return candidates.find((value): value is string => typeof value === 'string' && value !== '') ?? '';
}

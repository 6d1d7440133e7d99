/** The tracker's envelope (core/collect/WIRE.md), read from untrusted JSON: item by item, nothing is believed. */
import { accept, type Outcome, type Refusal, refuse } from '../errors.ts';
import { readEventId } from './event-id.ts';
import { findShapeFault, isObject, type JsonObject } from './json.ts';

export const WIRE_VERSION = 1;
export const MOST_ITEMS = 100;
const MOST_NAME_CHARACTERS = 100;
const PAGE_ID = /^[0-9a-f]{8,64}$/;
const MOST_SLOTS = 20;
const SLOT_NAME = /^[a-z0-9-]{1,64}$/;

/** What a page says about consent; `at` is when the visitor chose. */
export type PageConsent = {
  readonly purposes: Readonly<Record<string, boolean>>;
  readonly at: number | null;
  readonly source: string;
  /** The platform's consent source answered that none is needed for this visitor. */
  readonly notRequired: boolean;
};

/** One item as sent: nothing in it is validated beyond its shape. */
export type Item = {
  /** Place in the input, for refusals. */
  readonly at: string;
  readonly id: string;
  readonly name: string;
  readonly time: number;
  readonly properties: JsonObject;
  readonly address: string;
  readonly referrer: string;
};

export type Envelope = {
  readonly sentAt: number;
  readonly wantsDecision: boolean;
  readonly gpc: boolean;
  readonly consent: PageConsent | null;
  readonly device: string;
  readonly zone: string;
  readonly inner: string;
  readonly proof: string;
  readonly contact: string;
  readonly page: string;
  /** Of this page load, as far as it says so. */
  readonly isFirst: boolean;
  /** Slots of the page, each once; given with the first post of a page view. */
  readonly slots: readonly string[];
  readonly items: readonly Item[];
  readonly refused: readonly Refusal[];
};

/** @returns the envelope with its well-formed items and the refusals of the others; a refusal when none can be read. */
export function readEnvelope(body: JsonObject): Outcome<Envelope> {
  if (body.ver !== WIRE_VERSION) return refuse('invalid_body', 'ver', `send ver ${WIRE_VERSION}`);
  const { s: sentAt, e: list } = body;
  if (!isInstant(sentAt)) return refuse('invalid_body', 's', 'send the browser time in epoch milliseconds');
  if (!Array.isArray(list)) return refuse('invalid_body', 'e', 'send an array of items');
  if (list.length > MOST_ITEMS)
    return refuse('too_many_items', 'e', `send at most ${MOST_ITEMS} items a post`);
  const items: Item[] = [];
  const refused: Refusal[] = [];
  for (let i = 0; i < list.length; i += 1) {
    const item = readItem(list[i], `e[${i}]`);
    if (item.ok) items.push(item.value);
    else refused.push(item);
  }
  return accept({
    sentAt,
    wantsDecision: body.d === 1,
    gpc: body.g === 1 || body.g === true,
    consent: readConsent(body.c),
    device: textOf(body.dev),
    zone: textOf(body.z),
    inner: textOf(body.h),
    proof: textOf(body.pr),
    contact: textOf(body.m),
    page: typeof body.pg === 'string' && PAGE_ID.test(body.pg) ? body.pg : '',
    isFirst: body.q === undefined || body.q === 0,
    slots: readSlots(body.sl),
    items,
    refused,
  });
}

function readItem(value: unknown, at: string): Outcome<Item> {
  if (!isObject(value)) return refuse('invalid_body', at, 'send an object {i, n, t, p}');
  const { i, n: name, t: time, p: properties = {} } = value;
  const id = readEventId(i, `${at}.i`);
  if (!id.ok) return id;
  const fault = findItemFault(name, time, properties, at);
  if (fault !== null) return fault;
  return accept({
    at,
    id: id.value,
    name: name as string,
    time: time as number,
    properties: properties as JsonObject,
    address: textOf(value.u),
    referrer: textOf(value.r),
  });
}

const SHORT_NAMES: Readonly<Record<string, string>> = { name: 'n', time: 't', properties: 'p' };

/**
 * A place as the page's sender wrote it: the wire has short names for what every later stage calls by its own.
 *
 * @example wirePlace('e[2].properties.price') // 'e[2].p.price'
 */
export function wirePlace(at: string): string {
  return at.replace(
    /^(e\[\d+\]\.)(name|time|properties)\b/,
    (_, item: string, field: string) => `${item}${SHORT_NAMES[field]}`,
  );
}

/** What no door takes, wherever the event comes from. */
export function findItemFault(name: unknown, time: unknown, properties: unknown, at: string): Refusal | null {
  if (typeof name !== 'string' || name === '' || name.length > MOST_NAME_CHARACTERS) {
    return refuse('invalid_name', `${at}.name`, `send a name of 1 to ${MOST_NAME_CHARACTERS} characters`);
  }
  if (!isInstant(time)) return refuse('invalid_value', `${at}.time`, 'send a time');
  if (!isObject(properties)) return refuse('invalid_value', `${at}.properties`, 'send an object');
  return findShapeFault(properties, `${at}.properties`);
}

function readConsent(value: unknown): PageConsent | null {
  if (!isObject(value)) return null;
  const purposes: Record<string, boolean> = {};
  for (const purpose of ['analytics', 'personalization', 'contact', 'share']) {
    const answer = value[purpose];
    if (typeof answer === 'boolean') purposes[purpose] = answer;
  }
  return {
    purposes,
    at: isInstant(value.at) ? value.at : null,
    source: textOf(value.source),
    notRequired: value.required === false,
  };
}

/** Names that are none are left out: a page's own slot must not cost its events. */
function readSlots(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  const names = value.filter((name): name is string => typeof name === 'string' && SLOT_NAME.test(name));
  return [...new Set(names)].slice(0, MOST_SLOTS);
}

function isInstant(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** One message of a tracking library, read from untrusted JSON, as the items that the engine takes. */
import { firstText, identifier } from '../../../core/collect/batch.ts';
import { findItemFault } from '../../../core/collect/envelope.ts';
import { readEventId } from '../../../core/collect/event-id.ts';
import { readInstant } from '../../../core/collect/instant.ts';
import { findBodyFault, isObject, type JsonObject, MOST_DEPTH } from '../../../core/collect/json.ts';
import { clockOffsetMs } from '../../../core/collect/skew.ts';
import type { Source } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import { toSnakeCase } from '../../../core/events/keys.ts';
import { translateProperties } from '../../../core/events/translate.ts';
import { aliasesOf } from '../../../core/events/vocabularies.ts';
import { keyedReference } from '../../../core/identity/hash.ts';
import type { ServerItem } from '../../../core/identity/identify-server.ts';
import { TRAITS_EVENT } from '../../../core/profiles/traits.ts';
import type { Site } from '../../../core/sites/site.ts';
import { type AccountFacts, accountIn } from './account.ts';
import { objectIn, surroundingsOf } from './surroundings.ts';
import { computedTrait, traitsOf } from './traits.ts';

export const MESSAGE_TYPES = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** Of one message, as Segment bounds it. */
const MOST_BYTES = 32 * 1024;
/** A message around what one event may nest. */
const MOST_LEVELS = MOST_DEPTH + 3;
/** In whatever letters. */
const CONSENT_EVENT = 'segment_consent_preference_updated';
const ORDER_EVENTS = new Set(['Order Completed', ...aliasesOf('Order Completed')].map(toSnakeCase));
const LONGEST_ID = 100;

/** What the messages of one post have in common. */
export type MessageFrame = {
  readonly site: Site;
  readonly receivedAt: number;
  readonly source: Source;
  /** Of the whole post, as it was sent. */
  readonly sentAt: unknown;
  readonly context: JsonObject;
  /** Given by the address where it is that of one call. */
  readonly type: MessageType | null;
};

export type Translation = {
  readonly items: readonly ServerItem[];
  /** What a group call says of the account itself. */
  readonly account: AccountFacts | null;
};

/**
 * @param at Place of the message, for refusals.
 * @example translateMessage({ type: 'track', event: 'Product Viewed', userId: 'u1' }, 'batch[0]', frame)
 */
export function translateMessage(value: unknown, at: string, frame: MessageFrame): Outcome<Translation> {
  if (!isObject(value)) return refuse('invalid_body', at, 'send an object {type, messageId, userId, …}');
  const fault = findBodyFault(value, MOST_LEVELS);
  if (fault !== null) return { ...fault, at: fault.at === '' ? at : `${at}.${fault.at}` };
  if (Buffer.byteLength(JSON.stringify(value)) > MOST_BYTES)
    return refuse('too_large', at, 'send at most 32 kB a message');
  const type = frame.type ?? MESSAGE_TYPES.find((known) => known === value.type);
  if (type === undefined)
    return refuse('invalid_value', `${at}.type`, `send one of ${MESSAGE_TYPES.join(', ')}`);
  const time = timeOf(value, at, frame);
  if (!time.ok) return time;
  const told = TELL[type]({ ...value, context: { ...frame.context, ...objectIn(value, 'context') } });
  const item = itemOf(value, { type, told, at, time: time.value, frame });
  if (!item.ok) return item;
  const account = type === 'group' ? accountIn(item.value.account, objectIn(value, 'traits')) : null;
  return accept({ items: type === 'track' ? withTrait(item.value, frame) : [item.value], account });
}

/** What a call tells: an event with its properties, or none. */
type Told = {
  readonly name: unknown;
  readonly properties: unknown;
  readonly kind?: ServerItem['kind'];
  readonly context: JsonObject;
};
type Call = JsonObject & { readonly context: JsonObject };

const TELL: Readonly<Record<MessageType, (call: Call) => Told>> = {
  track: ({ event, properties, context }) =>
    typeof event === 'string' && toSnakeCase(event) === CONSENT_EVENT
      ? { name: event, properties: {}, kind: 'choice', context }
      : { name: event, properties: properties ?? {}, context },
  page: ({ name, category, properties, context }) => ({
    name: 'Page Viewed',
    properties: { ...pageOf(context), ...wordsOf({ name, category }), ...asObject(properties) },
    context,
  }),
  screen: ({ name, event, category, properties, context }) => ({
    name: 'Screen Viewed',
    properties: { ...wordsOf({ name: name ?? event, category }), ...asObject(properties) },
    context,
  }),
  identify: ({ traits, context }) => {
    const kept = traitsOf(isObject(traits) ? traits : objectIn(context, 'traits'));
    const kind = Object.keys(kept).length === 0 ? 'link' : undefined;
    return { name: TRAITS_EVENT, properties: kept, kind, context };
  },
  group: ({ context }) => ({ name: TRAITS_EVENT, properties: {}, context }),
  alias: ({ context }) => ({ name: TRAITS_EVENT, properties: {}, kind: 'link', context }),
};

type Around = {
  readonly type: MessageType;
  readonly told: Told;
  readonly at: string;
  readonly time: number;
  readonly frame: MessageFrame;
};

function itemOf(value: JsonObject, { type, told, at, time, frame }: Around): Outcome<ServerItem> {
  const { name, properties, kind, context } = told;
  const fault = findItemFault(name, time, properties, at);
  if (fault !== null) return fault;
  const said = properties as JsonObject;
  const { secrets, ...surroundings } = surroundingsOf(context, said, frame.site.settings.consentCategories);
  if (kind === 'choice' && surroundings.consent === null)
    return refuse(
      'invalid_value',
      `${at}.context.consent`,
      'send categoryPreferences: without them nothing is chosen',
    );
  const traits = objectIn(value, 'traits');
  const email = type === 'identify' ? (traits.email ?? objectIn(context, 'traits').email) : undefined;
  return accept({
    ...surroundings,
    at,
    id: idOf(value, { name: name as string, properties: said }, frame),
    name: name as string,
    time,
    properties: said,
    kind,
    source: frame.source,
    userId: identifier(value.userId),
    anonymousId: identifier(value.anonymousId),
    email: identifier(email),
    previousId: type === 'alias' ? identifier(value.previousId) : undefined,
    takesInner: true,
    account: identifier(value.groupId) ?? identifier(context.groupId) ?? '',
    secrets: [...secrets, firstText(traits.email), firstText(traits.phone), firstText(traits.username)],
  });
}

/** Audiences and computed traits of Engage come as events too: what they say of the visitor is known as a trait. */
function withTrait(item: ServerItem, { site }: MessageFrame): readonly ServerItem[] {
  const traits = computedTrait(item.name, item.properties);
  if (traits === null) return [item];
  const own = `${item.id}:trait`;
  const id = own.length <= LONGEST_ID ? own : keyedId(site, own);
  return [item, { ...item, id, name: TRAITS_EVENT, properties: traits }];
}

/** When it happened, by our clock. Whoever says both when it was sent and when it truly was has set the clocks right. */
function timeOf(value: JsonObject, at: string, { sentAt, receivedAt }: MessageFrame): Outcome<number> {
  const { timestamp, originalTimestamp } = value;
  const given = timestamp ?? originalTimestamp ?? null;
  if (given === null) return accept(receivedAt);
  const time = readInstant(given);
  if (time === null) return refuse('invalid_value', `${at}.timestamp`, 'send ISO 8601 or epoch milliseconds');
  const isSet = (timestamp ?? null) !== null && (originalTimestamp ?? null) !== null;
  const sent = isSet ? null : readInstant(value.sentAt ?? sentAt);
  return accept(sent === null ? time : time + clockOffsetMs(sent, receivedAt));
}

/**
 * The message's own id, so that a message that is sent again is counted once; an order's is the order's, so that a page
 * and a server that tell of one order are counted once. What has none is known by its content.
 */
function idOf(
  value: JsonObject,
  { name, properties }: { readonly name: string; readonly properties: JsonObject },
  { site }: MessageFrame,
): string {
  const { order_id: own, orderId = own } = translateProperties(name, properties);
  const order = identifier(orderId) ?? '';
  const isOrder = order !== '' && ORDER_EVENTS.has(toSnakeCase(name));
  for (const candidate of isOrder ? [`order:${order}`, value.messageId] : [value.messageId]) {
    const id = readEventId(candidate, '');
    if (id.ok) return id.value;
  }
  const { sentAt: _sentAt, messageId, ...content } = value;
  const known = typeof messageId === 'string' && messageId !== '' ? messageId : JSON.stringify(content);
  return keyedId(site, known);
}

function keyedId({ idKey }: Site, known: string): string {
  return `message:${keyedReference(idKey, 'message', known)}`;
}

/** What a page call says of its page, where its own properties do not: libraries repeat it beside each message. */
function pageOf(context: JsonObject): JsonObject {
  const { path, url, title, referrer } = objectIn(context, 'page');
  const said = wordsOf({ path, url, title, referrer });
  return said.path === undefined && typeof said.url === 'string' ? { ...said, path: pathOf(said.url) } : said;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

/** Texts that are there. */
function wordsOf(given: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(given).filter(([, word]) => typeof word === 'string' && word !== ''),
  );
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

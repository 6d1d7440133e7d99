/** From items as sent to drafts: times corrected, ids, names, addresses and properties made safe to keep. */
import { eventTime, isLate } from '../collect/skew.ts';
import type { Context, Flag, Source, VisitorId } from '../entry.ts';
import { accept, type Outcome, refuse } from '../errors.ts';
import { translateProperties } from '../events/translate.ts';
import type { Site } from '../sites/site.ts';
import type { Draft } from './draft.ts';
import { looksPersonal } from './free-text.ts';
import { keyedReference } from './hash.ts';
import { isSameSite, type PageAddress, readPageAddress, referrerOrigin } from './page-address.ts';
import { type CleaningRules, cleanProperties } from './properties.ts';
import { createSecrets } from './secrets.ts';

const HOUR_MS = 3_600_000;
/** Ids that begin so have behind it what names an order or a customer, or opens a cart or a checkout. */
const REFERENCE_ID = /^(order|refund|cancel|cart|checkout|customer):(?=.)/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NO_FLAGS: readonly Flag[] = [];

export type DraftItem = {
  readonly at: string;
  readonly id: string;
  readonly name: string;
  readonly time: number;
  readonly properties: { readonly [key: string]: unknown };
  readonly address: string;
  readonly referrer: string;
};

/** What the items of one post have in common. */
export type DraftFrame = {
  readonly site: Site;
  /** Null: only counted, so only the hour and the path are kept. */
  readonly visitor: VisitorId | null;
  readonly source: Source;
  readonly offsetMs: number;
  readonly receivedAt: number;
  readonly page: string;
  /** Of the page they come from, if anybody said so: whoever follows a link within the site is referred by nobody. */
  readonly origin: string;
  readonly context: Context;
  readonly cleaning: Omit<CleaningRules, 'isExempt'>;
  /** Which properties of an event the free-text filter leaves alone, by the tracking plan. */
  readonly exemptOf: (name: string) => (path: string) => boolean;
};

export function draftItem(item: DraftItem, frame: DraftFrame): Outcome<Draft> {
  const time = eventTime(item.time, frame.offsetMs, frame.receivedAt);
  if (time === null) {
    return refuse('time_out_of_range', `${item.at}.time`, 'send epoch milliseconds between 2000 and 2099');
  }
  if (looksPersonal(item.name) !== null || frame.cleaning.secrets.areIn(item.name)) {
    return refuse('personal_data', `${item.at}.name`, 'name what happened, not whom it happened to');
  }
  return accept(frame.visitor === null ? countedDraft(item, frame, time.t) : fullDraft(item, frame, time));
}

function fullDraft(item: DraftItem, frame: DraftFrame, time: { t: number; clamped: boolean }): Draft {
  const { properties, removed } = cleanProperties(translateProperties(item.name, item.properties), {
    ...frame.cleaning,
    isExempt: frame.exemptOf(item.name),
  });
  return {
    at: item.at,
    id: storedEventId(item.id, frame.cleaning),
    name: item.name,
    t: time.t,
    visitor: frame.visitor,
    source: frame.source,
    ...(frame.page === '' ? {} : { page: frame.page }),
    context: itemContext(item, frame),
    properties,
    flags: flagsOf(frame, time, removed.length > 0),
    removed,
  };
}

/**
 * Under which ids the log may hold what a sender named so: in full, and only counted.
 *
 * @example idsInLog('order:1001', site).counted // 'counted:0f…'
 */
export function idsInLog(
  id: string,
  { idKey }: Pick<Site, 'idKey'>,
): { readonly full: string; readonly counted: string } {
  return {
    full: storedEventId(id, { idKey, secrets: createSecrets([]) }),
    counted: countedId(id, idKey),
  };
}

function countedId(id: string, idKey: Site['idKey']): string {
  return `counted:${keyedReference(idKey, 'event', id)}`;
}

/** Before consent, under `statistics`: that something happened, in which hour, on which path. Nothing else. */
function countedDraft(item: DraftItem, frame: DraftFrame, t: number): Draft {
  const address = item.address === '' ? null : readPageAddress(item.address, frame.cleaning.secrets);
  return {
    at: item.at,
    id: countedId(item.id, frame.site.idKey),
    name: item.name,
    t: Math.floor(t / HOUR_MS) * HOUR_MS,
    visitor: null,
    source: frame.source,
    context: address === null ? {} : { path: address.path },
    properties: {},
    flags: NO_FLAGS,
    removed: [],
  };
}

/** Ids of orders, carts and checkouts are kept as keyed hashes only; ids that look like a person are hashed as well. */
export function storedEventId(id: string, { idKey, secrets }: DraftFrame['cleaning']): string {
  const [prefix, kind] = REFERENCE_ID.exec(id) ?? [];
  if (prefix !== undefined && kind !== undefined)
    return prefix + keyedReference(idKey, kind, id.slice(prefix.length));
  const isPersonal = secrets.areIn(id) || (!UUID.test(id) && looksPersonal(id) !== null);
  return isPersonal ? `id:${keyedReference(idKey, 'event', id)}` : id;
}

function itemContext(item: DraftItem, { context, origin: own, cleaning: { secrets } }: DraftFrame): Context {
  if (item.address === '' && item.referrer === '') return context;
  const address: PageAddress | null = item.address === '' ? null : readPageAddress(item.address, secrets);
  const origin = item.referrer === '' ? null : referrerOrigin(item.referrer);
  const isTold = origin !== null && !secrets.areIn(origin) && !isSameSite(origin, own);
  return {
    ...context,
    ...address,
    ...(isTold ? { referrer: origin } : {}),
  };
}

function flagsOf(
  frame: DraftFrame,
  time: { t: number; clamped: boolean },
  isRedacted: boolean,
): readonly Flag[] {
  const late = frame.source === 'web' && isLate(time.t, frame.receivedAt);
  if (!time.clamped && !late && !isRedacted) return NO_FLAGS;
  return [
    ...(time.clamped ? (['clamped'] as const) : []),
    ...(late ? (['late'] as const) : []),
    ...(isRedacted ? (['redacted'] as const) : []),
  ];
}

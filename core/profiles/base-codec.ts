/** The stored form of a base. There is no log to make it from again, so that one of a later version is refused. */
import type { z } from 'zod';
import type { Json } from '../entry.ts';
import { InklingError } from '../errors.ts';
import { decodeLifetime, type EncodedLifetime, encodeLifetime } from '../segments/lifetimes-codec.ts';
import { BASE_VERSION, NO_BASE, type Removal, type VisitorBase } from './base.ts';
import { BASE_SCHEMAS } from './base-schema.ts';
import {
  decodeGained,
  decodeLeft,
  type EncodedGained,
  type EncodedLeft,
  encodeGained,
  encodeLeft,
} from './campaign-codec.ts';
import type { Latest } from './latest.ts';
import { NO_ORDERS, type Orders } from './orders.ts';
import {
  decodeFlags,
  decodeNames,
  decodeOrders,
  decodeTally,
  decodeTotals,
  decodeTouch,
  decodeTrait,
  type EncodedFlags,
  type EncodedNames,
  type EncodedOrders,
  type EncodedTally,
  type EncodedTotals,
  type EncodedTouch,
  type EncodedTrait,
  encodeFlags,
  encodeNames,
  encodeOrders,
  encodeTally,
  encodeTouch,
  encodeTrait,
} from './parts-codec.ts';

type EncodedCounts<OrdersForm> = readonly [
  events: EncodedTally,
  names: EncodedNames,
  sessions: readonly [ended: number, totalMs: number, drops: readonly number[]],
  orders: OrdersForm,
  traits: readonly EncodedTrait[],
  firstCampaign: EncodedTouch,
  flags: EncodedFlags,
];
/** All of version 1. */
type CountsOfTotals = EncodedCounts<EncodedTotals>;
type CountsOfOrders = EncodedCounts<EncodedOrders>;
type EncodedVersion3<Counts> = readonly [
  counts: Counts,
  lifetimes: readonly EncodedLifetime[],
  latest: readonly [Latest['context'], Latest['campaign'], Latest['account'], Latest['page'], Latest['unit']],
  removed: EncodedRemoval,
];
type EncodedBase = readonly [
  ...EncodedVersion3<CountsOfOrders>,
  gains: readonly EncodedGained[],
  campaigns: readonly EncodedLeft[],
];
/** JSON has no infinity: an unknown instant is null. Until version 4 nobody kept when the server took it. */
type EncodedRemoval = readonly [last: number, at: number | null, receivedAt?: number | null] | null;

/** For `Base.data`, beside `version: BASE_VERSION`. */
export function encodeBase(base: VisitorBase): Json {
  const { ended, totalMs, drops } = base.sessions;
  const { context, campaign, account, page, unit } = base.latest;
  const counts: CountsOfOrders = [
    encodeTally(base.events),
    encodeNames(base.names),
    [ended, totalMs, drops],
    encodeOrders(base.orders),
    base.traits.map(encodeTrait),
    encodeTouch(base.firstCampaign),
    encodeFlags(base.flags),
  ];
  const encoded: EncodedBase = [
    counts,
    base.lifetimes.map(encodeLifetime),
    [context, campaign, account, page, unit],
    encodeRemoval(base.removed),
    base.gains.map(encodeGained),
    base.campaigns.map(encodeLeft),
  ];
  return encoded as unknown as Json;
}

type StoredBase = { readonly version: number; readonly data: Json };

/** @throws InklingError `base_unreadable` where it is none, or a later program wrote it. */
export function decodeBase({ version, data }: StoredBase): VisitorBase {
  if (version > BASE_VERSION) {
    const fault = `version ${version} is later than version ${BASE_VERSION}, which this program reads`;
    throw unreadable(fault, 'start the newer program that wrote it');
  }
  if (version === 1) return decodeVersion1(read(BASE_SCHEMAS[1], data));
  if (version === 2) return decodeVersion2(read(BASE_SCHEMAS[2], data));
  if (version === 3) return decodeVersion3(read(BASE_SCHEMAS[3], data));
  if (version === 4) return decodeVersion4(read(BASE_SCHEMAS[4], data));
  const [counts, lifetimes, latest, removed, gains, campaigns] = read(BASE_SCHEMAS[BASE_VERSION], data);
  const before = decodeVersion4([counts, lifetimes, latest, removed, gains]);
  return { ...before, campaigns: campaigns.map(decodeLeft) };
}

function read<Encoded>(schema: z.ZodType<Encoded>, data: Json): Encoded {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const fault = `what is kept cannot be read at ${issue?.path.join('.') ?? ''} (${issue?.message ?? 'no base'})`;
  throw unreadable(fault, 'restore a backup');
}

function unreadable(fault: string, cure: string): InklingError {
  return new InklingError('base_unreadable', 'visitor base', fault, cure);
}

function decodeVersion1(encoded: CountsOfTotals): VisitorBase {
  const counts = decodeCounts(encoded, onlyTotals);
  const { events } = counts;
  return {
    ...NO_BASE,
    ...counts,
    removed: events && { last: events.last, at: Number.POSITIVE_INFINITY, receivedAt: null },
  };
}

function decodeVersion2([counts, ...beside]: EncodedVersion3<CountsOfTotals>): VisitorBase {
  return { ...NO_BASE, ...decodeCounts(counts, onlyTotals), ...decodeBeside(beside) };
}

function decodeVersion3([counts, ...beside]: EncodedVersion3<CountsOfOrders>): VisitorBase {
  return { ...NO_BASE, ...decodeCounts(counts, decodeOrders), ...decodeBeside(beside) };
}

function decodeVersion4([counts, lifetimes, latest, removed, gains]: readonly [
  ...EncodedVersion3<CountsOfOrders>,
  readonly EncodedGained[],
]): VisitorBase {
  return { ...decodeVersion3([counts, lifetimes, latest, removed]), gains: gains.map(decodeGained) };
}

function onlyTotals(totals: EncodedTotals): Orders {
  return { ...NO_ORDERS, older: decodeTotals(totals) };
}

type Beside = 'lifetimes' | 'latest' | 'removed';
type EncodedBeside = EncodedVersion3<unknown> extends readonly [unknown, ...infer Rest] ? Rest : never;

function decodeBeside([lifetimes, latest, removed]: EncodedBeside): Pick<VisitorBase, Beside> {
  const [context, campaign, account, page, unit] = latest;
  return {
    lifetimes: lifetimes.map(decodeLifetime),
    latest: { context, campaign, account, page, unit },
    removed: removed && decodeRemoval(removed),
  };
}

function decodeCounts<OrdersForm>(
  [events, names, [ended, totalMs, drops], orders, traits, firstCampaign, flags]: EncodedCounts<OrdersForm>,
  readOrders: (orders: OrdersForm) => Orders,
): Omit<VisitorBase, Beside | 'gains' | 'campaigns'> {
  return {
    events: decodeTally(events),
    names: decodeNames(names),
    sessions: { ended, totalMs, drops },
    orders: readOrders(orders),
    traits: traits.map(decodeTrait),
    firstCampaign: decodeTouch(firstCampaign),
    flags: decodeFlags(flags),
  };
}

function encodeRemoval(removed: Removal | null): EncodedRemoval {
  return removed && [removed.last, Number.isFinite(removed.at) ? removed.at : null, removed.receivedAt];
}

function decodeRemoval([last, at, receivedAt = null]: NonNullable<EncodedRemoval>): Removal {
  return { last, at: at ?? Number.POSITIVE_INFINITY, receivedAt };
}

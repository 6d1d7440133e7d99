/**
 * Lines of a WordPress's buffer, as items of the engine. Every id in them is the site's own hash: what a device or a person is
 * called there, is what they are called here, so that an erasure goes both ways by the same id, and nothing raw
 * leaves the site.
 *
 * Only who allowed analytics is sent under an id. A day's hash would outlive its salt here, so whoever has but that is counted;
 * and a log-in that a page speaks of is a claim, so its events are the device's.
 */
import { readBatch } from '../../../core/collect/batch.ts';
import { isObject, type JsonObject } from '../../../core/collect/json.ts';
import { PURPOSES, type Purpose } from '../../../core/entry.ts';
import { accept, type Outcome, type Refusal, refuse } from '../../../core/errors.ts';
import { MONEY_KEYS, toMajor } from '../../../core/events/money.ts';
import { isVisitorId } from '../../../core/identity/hash.ts';
import type { ServerItem } from '../../../core/identity/identify-server.ts';
import type { Claim } from './claims.ts';
import { type LocalReport, readReports } from './reports.ts';

export const MOST_LINES = 500;
const MODES: ReadonlySet<unknown> = new Set(['counted', 'anonymous', 'consented', 'known']);

type Consent = Readonly<Partial<Record<Purpose, boolean>>>;

/** What Global Privacy Control denies of somebody who is known: being passed on, and being scored. */
const SIGNALLED: Consent = { share: false, personalization: false };

export type Lines = {
  readonly items: readonly ServerItem[];
  readonly reports: readonly LocalReport[];
  readonly claims: readonly Claim[];
  readonly refused: readonly Refusal[];
};

/** @example readLines({ lines: [{ t: now, v: '', m: 'counted', c: null, e: [{ i: '1', n: 'Page Viewed', t: now, u: '/' }] }] }, now) */
export function readLines(body: JsonObject, receivedAt: number): Outcome<Lines> {
  const { lines } = body;
  if (!Array.isArray(lines)) return refuse('invalid_body', 'lines', 'send {"batch": id, "lines": [ … ]}');
  if (lines.length > MOST_LINES)
    return refuse('too_many_items', 'lines', `send at most ${MOST_LINES} lines a batch`);
  const said = new Set<string>();
  const read = lines.map((line, n) => readLine(line, { at: `lines[${n}]`, receivedAt, said }));
  return accept({
    items: read.flatMap(({ items }) => items),
    reports: read.flatMap(({ reports }) => reports),
    claims: read.flatMap(({ claims }) => claims),
    refused: read.flatMap(({ refused }) => refused),
  });
}

type Frame = {
  readonly at: string;
  readonly receivedAt: number;
  /** Choices of this batch: a page repeats what its visitor chose with every post. */
  readonly said: Set<string>;
};

function readLine(line: unknown, frame: Frame): Lines {
  const { at, receivedAt } = frame;
  if (!isObject(line) || !MODES.has(line.m) || !Array.isArray(line.e))
    return refused(refuse('invalid_body', at, 'send {t, v, m: counted | anonymous | consented | known, e}'));
  const visitor = visitorOf(line);
  const consent = visitor === null ? null : consentOf(line);
  const events = line.e.map((event) => toEvent(event, line, visitor, consent));
  const batch = readBatch({ events }, receivedAt);
  if (!batch.ok) return refused({ ...batch, at: `${at}.e` });
  const place = <Placed extends { readonly at: string }>(placed: Placed): Placed => ({
    ...placed,
    at: placed.at.replace(/^events/, `${at}.e`),
  });
  const choice = visitor === null ? [] : choiceOf(line, visitor, frame);
  return {
    items: [...choice, ...batch.value.items.map(place)],
    reports: visitor === null ? [] : readReports(line.d, visitor),
    claims: claimsOf(line, batch.value.items),
    refused: batch.value.refused.map(place),
  };
}

function refused(refusal: Refusal): Lines {
  return { items: [], reports: [], claims: [], refused: [refusal] };
}

function claimsOf({ m, v, dev }: JsonObject, items: readonly ServerItem[]): readonly Claim[] {
  const isOne = m === 'known' && isVisitorId(v) && isVisitorId(dev) && v !== dev;
  if (!isOne || items.length === 0) return [];
  return [{ device: dev, person: v, t: Math.min(...items.map(({ time }) => time)) }];
}

/** Of somebody who only says who they are, the device; without it nobody. */
function visitorOf({ m, v, dev }: JsonObject): string | null {
  if (m !== 'consented' && m !== 'known') return null;
  if (isVisitorId(dev)) return dev;
  return m === 'consented' && isVisitorId(v) ? v : null;
}

/** That an address may be written to, its owner says, and no page. Null: it says nothing, and what is on record holds. */
function consentOf({ c, g, src }: JsonObject): Consent | null {
  if (g === 1) return SIGNALLED;
  const stated: Partial<Record<Purpose, boolean>> = {};
  for (const purpose of PURPOSES) {
    const allowed = isObject(c) ? c[purpose] : undefined;
    if (typeof allowed !== 'boolean') continue;
    if (purpose !== 'contact' || !allowed || src === 'server') stated[purpose] = allowed;
  }
  return Object.keys(stated).length === 0 ? null : stated;
}

/** A choice has its own instant: it beats what was said before it, and nothing that was said since. */
function choiceOf(line: JsonObject, visitor: string, { at, said }: Frame): readonly ServerItem[] {
  const chosenAt = isObject(line.c) && line.g !== 1 ? line.c.at : undefined;
  const consent = consentOf(line);
  if (consent === null) return [];
  const isDenial = (consent.analytics === false || line.g === 1) && typeof line.t === 'number';
  const time = typeof chosenAt === 'number' ? chosenAt : isDenial ? (line.t as number) : null;
  const key = `${visitor} ${time} ${JSON.stringify(consent)}`;
  if (time === null || said.has(key)) return [];
  said.add(key);
  return [
    {
      ...{ at: `${at}.c`, id: `choice:${visitor}`, name: 'Consent', time, visitor, consent, kind: 'choice' },
      ...{ properties: {}, address: '', url: '', referrer: '', source: 'web', context: {}, account: '' },
    },
  ];
}

/** As `POST /v1/events` has it. */
function toEvent(event: unknown, line: JsonObject, visitor: string | null, consent: Consent | null): unknown {
  if (!isObject(event)) return event;
  const { i, n, t, p = {}, u } = event;
  return {
    ...{ id: i, name: n, time: t ?? line.t, properties: isObject(p) ? withMajor(p) : emptied(p) },
    source: line.src === 'server' ? 'server' : 'web',
    ...(typeof u === 'string' && { context: { path: u } }),
    ...(visitor !== null && { visitor }),
    ...(consent !== null && { consent }),
  };
}

/** An object without properties is an empty list to PHP. */
function emptied(properties: unknown): unknown {
  return Array.isArray(properties) && properties.length === 0 ? {} : properties;
}

/** PHP counts in minor units, as the log does; events speak in major ones. */
function withMajor(properties: JsonObject): JsonObject {
  const { currency, products } = properties;
  return {
    ...majorOf(properties, currency),
    ...(Array.isArray(products) && {
      products: products.map((product) => (isObject(product) ? majorOf(product, currency) : product)),
    }),
  };
}

function majorOf(amounts: JsonObject, currency: unknown): JsonObject {
  if (typeof currency !== 'string') return amounts;
  const rest: Record<string, unknown> = { ...amounts };
  for (const key of MONEY_KEYS) {
    const minor = rest[`${key}_minor`];
    if (typeof minor !== 'number') continue;
    delete rest[`${key}_minor`];
    rest[key] = toMajor(minor, currency);
  }
  return rest;
}

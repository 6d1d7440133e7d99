/** Lives in which people consent, refuse, log in, sign out and become one; and whether a refusal is ever lost in them. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Entry, Purpose, VisitorId } from '../../../core/entry.ts';
import { consentAt } from '../../../core/identity/consent.ts';
import type { Ownership } from '../../../core/identity/links.ts';
import { decodeProfile, encodeProfile } from '../../../core/profiles/codec.ts';
import { refold } from '../../../core/profiles/merge.ts';
import type { Profile } from '../../../core/profiles/profile.ts';
import { readOwnership } from './reading.ts';
import { rules, SITE, START, visitorId } from './world.ts';

const HOUR = 3_600_000;
const DEVICES = [visitorId('d1'), visitorId('d2')];
const PERSONS = [visitorId('ann'), visitorId('bob')];
const HASH = visitorId('hash1');
const LAST = 20;
/** Two are enough, and meet more often. */
const ASKED = ['analytics', 'share'] as const;

const hour = fc.integer({ min: 0, max: LAST });
const id = fc.constantFrom(...DEVICES, PERSONS[0] ?? HASH, ...PERSONS, HASH);
const page = fc.constantFrom('p1', 'p2');
const answer = fc.record({
  do: fc.constant('answer' as const),
  hour,
  id,
  page,
  says: fc.dictionary(fc.constantFrom(...ASKED), fc.boolean(), { minKeys: 1, maxKeys: 2 }),
  source: fc.constantFrom('banner', 'banner', 'form', 'gpc', 'objection', 'platform-default'),
  until: fc.option(hour, { nil: undefined, freq: 4 }),
});
const link = fc.record({
  do: fc.constant('link' as const),
  hour,
  kind: fc.constantFrom('login', 'login', 'login', 'reset', 'page', 'alias'),
  device: fc.constantFrom(...DEVICES),
  person: fc.constantFrom(...PERSONS),
  page,
  proved: fc.boolean(),
});
const step = fc.oneof({ weight: 3, arbitrary: answer }, { weight: 2, arbitrary: link });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Two persons and two devices; at one instant their order is that of ids, which say nothing of it. */
const lives = fc.array(step, { minLength: 4, maxLength: 16 }).map((steps) => steps.map(toEntry));

function toEntry(one: Step, n: number): Entry {
  const about = {
    site: SITE,
    id: `${(n * 7919) % 1009}-${n}`,
    t: START + one.hour * HOUR,
    receivedAt: START + LAST * HOUR,
    source: 'web' as const,
  };
  if (one.do === 'answer') {
    const { says: purposes, source, until } = one;
    const properties = { purposes, source, ...(until !== undefined && { until: START + until * HOUR }) };
    return { ...about, type: 'consent', name: 'Consent', visitor: one.id, page: one.page, properties };
  }
  const { kind, device, person, proved } = one;
  const [from, to] = { page: [HASH, device], alias: [PERSONS[1], PERSONS[0]] }[kind as string] ?? [
    device,
    person,
  ];
  const properties = {
    ...(kind !== 'reset' && { to: to as string }),
    ...(kind === 'page' && { page: one.page }),
    ...(kind === 'login' && proved && { proved }),
  };
  return { ...about, type: 'link', name: kind, visitor: from ?? device, properties };
}

type Said = { readonly entry: Entry; readonly id: VisitorId; readonly allowed: boolean };

/** What was chosen of a purpose by whoever belongs to the person; a default of a platform is no choice. */
function choicesOf(life: readonly Entry[], owner: VisitorId, ownership: Ownership, purpose: Purpose) {
  return life.flatMap((entry): readonly Said[] => {
    const { type, visitor, properties } = entry;
    if (type !== 'consent' || visitor === null || properties.source === 'platform-default') return [];
    const allowed = (properties.purposes as Partial<Record<Purpose, boolean>>)[purpose];
    if (allowed === undefined || (allowed && properties.source === 'gpc')) return [];
    return ownership.ownerOf(entry) === owner ? [{ entry, id: visitor, allowed }] : [];
  });
}

/** Ids that were connected before an instant, however: more than were one person then. */
function connectedBefore(life: readonly Entry[], from: VisitorId, t: number): ReadonlySet<VisitorId> {
  const found = new Set<VisitorId>([from]);
  const links = life.filter((entry) => entry.type === 'link' && entry.t < t);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const { visitor, properties } of links) {
      const ends = [visitor, properties.to].filter((end) => typeof end === 'string') as VisitorId[];
      if (ends.some((end) => found.has(end))) for (const end of ends) found.add(end);
    }
  }
  return found;
}

/**
 * Whether nothing can have lifted a refusal: nobody who belongs to the person allowed it since; or those who did, did so
 * elsewhere, before the two became one.
 */
function isBeyondDoubt(refused: Said, choices: readonly Said[], life: readonly Entry[]): boolean {
  const since = choices.filter(({ entry, allowed }) => allowed && entry.t >= refused.entry.t);
  if (since.length === 0) return true;
  const last = Math.max(...since.map(({ entry }) => entry.t));
  const near = connectedBefore(life, refused.id, last + 1);
  return since.every(({ id: by }) => !near.has(by));
}

function readProfile(life: readonly Entry[], owner: VisitorId, ownership: Ownership): Profile {
  const ids = new Set(ownership.membersOf(owner).map(({ visitor }) => visitor));
  const entries = life.filter(({ visitor }) => visitor !== null && ids.has(visitor));
  return refold({ canonical: owner, entries, ownership, bases: [], rules }).profile;
}

const NOW = START + (LAST + 1) * HOUR;

function checkLife(life: readonly Entry[], shuffled: readonly Entry[]): number {
  let held = 0;
  for (const owner of [...DEVICES, ...PERSONS, HASH]) {
    const ownership = readOwnership(owner, life);
    if (ownership.canonicalOf(owner, NOW) !== owner) continue;
    const profile = readProfile(life, owner, ownership);
    const kept = decodeProfile(encodeProfile(profile)) ?? profile;
    const later = readProfile(shuffled, owner, readOwnership(owner, shuffled));
    for (const purpose of ASKED) {
      const choices = choicesOf(life, owner, ownership, purpose);
      const refusals = choices.filter(({ allowed }) => !allowed);
      if (!refusals.some((refused) => isBeyondDoubt(refused, choices, life))) continue;
      held += 1;
      for (const { consent } of [profile, kept, later])
        expect([owner, purpose, consentAt(consent, purpose, NOW)?.allowed]).toEqual([owner, purpose, false]);
    }
  }
  return held;
}

/**
 * No opt-out is lost, in whatever order people become one and the log is read, nor by what a profile is kept as.
 *
 * @returns How many opt-outs were looked at.
 * @example expect(checkOptOuts(400)).toBeGreaterThan(400)
 */
export function checkOptOuts(numRuns: number): number {
  let held = 0;
  const shuffled = lives.chain((life) =>
    fc.tuple(
      fc.constant(life),
      fc.shuffledSubarray([...life], { minLength: life.length, maxLength: life.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([life, again]) => {
      held += checkLife(life, again);
    }),
    { seed: 2020, numRuns },
  );
  return held;
}

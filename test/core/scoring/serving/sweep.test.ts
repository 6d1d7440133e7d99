import { describe, expect, it, vi } from 'vitest';
import type { Entry, LoggedEntry, VisitorId } from '../../../../core/entry.ts';
import type { ProfileRow } from '../../../../core/ports.ts';
import { encodeProfile } from '../../../../core/profiles/codec.ts';
import { fold } from '../../../../core/profiles/fold.ts';
import { emptyProfile, FOLD_VERSION, type Profile } from '../../../../core/profiles/profile.ts';
import { FEATURES } from '../../../../core/scoring/features/table.ts';
import { createScoring, type ScoringPorts } from '../../../../core/scoring/serving/scoring.ts';
import { type SweepPorts, sweepSite } from '../../../../core/scoring/serving/sweep.ts';
import type { Site } from '../../../../core/sites/site.ts';
import { consent, DAY, event, HOUR, link, rules, SITE, START, visitorId } from '../../profiles/world.ts';

const NOW = START + DAY + HOUR;
const ANONYMOUS = FEATURES.findIndex(({ name }) => name === 'anonymous');
/** The feature alone, as a probability. */
const scorer = { label: 'known', model: 1, score: (row: Float64Array) => ({ p: row[ANONYMOUS] ?? 0.5 }) };

function profileOf(visitor: VisitorId, ...more: readonly Entry[]): Profile {
  const view = event('Product Viewed', { t: START + HOUR, visitor });
  return [view, ...more].reduce((before, entry) => fold(before, entry, rules), emptyProfile(visitor));
}

type Stored = { readonly profile: Profile; readonly version?: number };

/** Rows as they are stored, written anew where a profile is folded anew. */
function open(stored: readonly Stored[], links: readonly Entry[] = []) {
  const rows = stored
    .map(({ profile, version = FOLD_VERSION }) => ({
      visitor: profile.visitor,
      data: encodeProfile(profile).replace(`[${FOLD_VERSION},`, `[${version},`),
    }))
    .toSorted((a, b) => (a.visitor < b.visitor ? -1 : 1));
  const profiles = new Map(stored.map(({ profile }) => [profile.visitor, profile]));
  const append = vi.fn<(entries: readonly Entry[]) => Promise<void>>(async () => undefined);
  const touch = vi.fn(async (_: string, visitor: VisitorId) => {
    const profile = profiles.get(visitor) ?? emptyProfile(visitor);
    const row = rows.find((one) => one.visitor === visitor);
    if (row !== undefined) row.data = encodeProfile(profile);
    return { timeline: { profile } };
  });
  const ports = {
    store: {
      listProfiles: async (_: string, after: VisitorId | null, limit: number) =>
        rows.filter(({ visitor }) => after === null || visitor > after).slice(0, limit) as ProfileRow[],
      readLinks: async (_: string, ids: readonly VisitorId[]) =>
        links.filter(({ visitor }) => visitor !== null && ids.includes(visitor)) as LoggedEntry[],
    },
    book: { flush: async () => undefined, touch },
    append,
    now: () => NOW,
  };
  return { ports, append, touch };
}

async function sweep(stored: readonly Stored[], links: readonly Entry[] = []) {
  const { ports, append, touch } = open(stored, links);
  const site = { siteId: SITE, settings: { timezone: 'UTC' } } as Site;
  const leftOut = await sweepSite(ports as unknown as SweepPorts, {
    site,
    cause: 'day',
    scorers: [scorer],
    around: { rules, zone: 'UTC' },
  });
  const steps = append.mock.calls.flatMap(([entries]) => entries);
  return { leftOut, touched: touch.mock.calls.length, steps };
}

const [DEVICE, OWNER] = [visitorId('d1'), visitorId('p1')];

describe('a sweep', () => {
  it.each([
    ['whom nobody asked', profileOf(DEVICE), [], 1],
    ['who allowed it', profileOf(DEVICE, consent({ personalization: true }, { t: START + HOUR })), [], 0],
    [
      'whom nobody asked, and a log-in made known',
      profileOf(DEVICE),
      [link('login', DEVICE, OWNER, { t: START })],
      0,
    ],
  ] as const)('looks at a visitor %s as whoever asks for the score does', async (_, profile, links, p) => {
    const { steps } = await sweep([{ profile }], links);
    expect(steps.map(({ visitor, t, properties }) => [visitor, t, properties.p])).toEqual([
      [DEVICE, START + DAY, p],
    ]);
  });

  it('scores nobody who declines', async () => {
    const no = consent({ personalization: false }, { t: START + HOUR });
    expect((await sweep([{ profile: profileOf(DEVICE, no) }])).steps).toEqual([]);
  });

  it('has whom an older version of the program folded folded anew', async () => {
    const stored = [{ profile: profileOf(DEVICE), version: FOLD_VERSION - 1 }, { profile: profileOf(OWNER) }];
    const { steps, ...found } = await sweep(stored);
    expect(new Set(steps.map(({ visitor }) => visitor))).toEqual(new Set([DEVICE, OWNER]));
    expect(found).toEqual({ leftOut: 0, touched: 1 });
  });

  it('leaves some of very many to the next one, a minute later, and nobody else', async () => {
    const old = Array.from({ length: 5_003 }, (_, n) => ({
      profile: profileOf(visitorId(`a${n}`)),
      version: FOLD_VERSION - 1,
    }));
    const { ports, append, touch } = open([...old, { profile: profileOf(visitorId('z')) }]);
    const scoring = createScoring({
      ...ports,
      sites: { list: () => [{ siteId: SITE, settings: { timezone: 'UTC' } }] },
      models: { served: () => null },
      heardOf: () => ['purchase_7d'],
      rulesOf: () => rules,
    } as unknown as ScoringPorts);
    const swept = async () => {
      append.mockClear();
      await scoring.sweepDaily();
      return [touch.mock.calls.length, append.mock.calls.flatMap(([entries]) => entries).length];
    };
    expect(await swept()).toEqual([5_000, 5_001]);
    expect(await swept()).toEqual([5_003, 5_004]);
    expect(await swept()).toEqual([5_003, 0]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Entry, VisitorId } from '../../../../core/entry.ts';
import type { ProfileRow } from '../../../../core/ports.ts';
import { encodeProfile } from '../../../../core/profiles/codec.ts';
import { fold } from '../../../../core/profiles/fold.ts';
import type { ListingPorts } from '../../../../core/profiles/listing.ts';
import { emptyProfile } from '../../../../core/profiles/profile.ts';
import { FEATURES } from '../../../../core/scoring/features/table.ts';
import type { Label } from '../../../../core/scoring/labels/label.ts';
import { spreadScores } from '../../../../core/scoring/serving/spread.ts';
import type { Site } from '../../../../core/sites/site.ts';
import { consent, DAY, event, HOUR, rules, SITE, START, visitorId } from '../../profiles/world.ts';

const NOW = START + HOUR;
const BUYS: Label = { key: 'buys', kind: 'event', event: 'Order Completed', withinMs: DAY };
const STAYS_AWAY: Label = { key: 'gone', kind: 'absence', withinMs: DAY };
const VIEWS = FEATURES.findIndex(({ name }) => name === 'products_viewed');

type Person = { readonly name: string; readonly views: number; readonly more?: readonly Entry[] };

function rowOf({ name, views, more = [] }: Person): ProfileRow {
  const visitor = visitorId(name);
  const seen = Array.from({ length: views }, (_, n) => event('Product Viewed', { t: START + n, visitor }));
  const profile = [...seen, ...more].reduce((before, one) => fold(before, one, rules), emptyProfile(visitor));
  return { visitor, data: encodeProfile(profile) } as ProfileRow;
}

function portsOf(people: readonly Person[]): ListingPorts {
  const rows = people.map(rowOf).toSorted((a, b) => (a.visitor < b.visitor ? -1 : 1));
  return {
    store: {
      listProfiles: async (_: string, after: VisitorId | null, limit: number) =>
        rows.filter(({ visitor }) => after === null || visitor > after).slice(0, limit),
      readLinks: async () => [],
    },
    book: { flush: async () => undefined },
  } as unknown as ListingPorts;
}

const crowd = (count: number, views: number, more: (name: string) => readonly Entry[] = () => []) =>
  Array.from({ length: count }, (_, n) => {
    const name = `v${views}-${n}-${more('').length}`;
    return { name, views, more: more(name) };
  });

/** Who viewed one product is at 0.1, and so on. */
function spread(people: readonly Person[], { label = BUYS, now = NOW, mostVisitors = 1_000 } = {}) {
  const site = { siteId: SITE, settings: { timezone: 'UTC', smallNumbers: { k: 3 } } } as Site;
  const score = (row: Float64Array) => ({ p: (row[VIEWS] ?? 0) / 10 });
  return spreadScores(portsOf(people), {
    ...{ site, label, mostVisitors, around: { rules, zone: 'UTC' }, now: () => now },
    scorer: { label: label.key, model: 7, score },
  });
}

describe('how scores lie over the visitors', () => {
  it('is told by bands in steps, and how many are likely', async () => {
    const found = await spread([...crowd(5, 1), ...crowd(2, 2), ...crowd(3, 3), ...crowd(4, 10)]);
    const told = found.bins.filter(({ visitors }) => visitors > 0);
    expect(told.map(({ from, to, visitors }) => [from, to, visitors])).toEqual([
      [0.1, 0.2, 4],
      [0.3, 0.5, 4],
      [0.5, 1, 4],
    ]);
    expect(found).toMatchObject({ visitors: 13, model: 7, heuristic: false, isSample: false });
    expect(found.likely).toEqual({ from: 0.3, visitors: 7 });
    expect((await spread(crowd(6, 3), { label: STAYS_AWAY })).likely).toEqual({ from: 0.5, visitors: 0 });
  });

  it('leaves out who declines, and who was not here for thirty days', async () => {
    const no = (name: string) => [
      consent({ personalization: false }, { t: START + HOUR / 2, visitor: visitorId(name) }),
    ];
    expect((await spread(crowd(6, 1, no))).visitors).toBe(0);
    expect((await spread(crowd(6, 1), { now: START + 29 * DAY })).visitors).toBe(7);
    expect((await spread(crowd(6, 1), { now: START + 31 * DAY })).visitors).toBe(0);
  });

  it('looks at a random part of very many, and says so', async () => {
    const found = await spread(crowd(250, 1), { mostVisitors: 200 });
    expect(found).toMatchObject({ isSample: true, visitors: 199 });
  });
});

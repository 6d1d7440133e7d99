import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, Json } from '../../../core/entry.ts';
import { resolveOwnership } from '../../../core/identity/links.ts';
import type { Base } from '../../../core/ports.ts';
import { BASE_VERSION, baseOf, NO_BASE } from '../../../core/profiles/base.ts';
import { decodeBase, encodeBase } from '../../../core/profiles/base-codec.ts';
import { decodeCampaigns, encodeCampaigns } from '../../../core/profiles/campaign-codec.ts';
import { contributionsOf } from '../../../core/profiles/contributions.ts';
import { addGains, type Gained, gainsOf } from '../../../core/profiles/gains.ts';
import { refold } from '../../../core/profiles/merge.ts';
import { LOGINS, order, rules, shown, treatedHistory } from './campaign-history.ts';
import { DAY, PERSON, SITE, START } from './world.ts';

const OWNERSHIP = resolveOwnership(LOGINS);
const SEEN = START + DAY;

const foldOf = (entries: readonly Entry[], bases: readonly Base[] = []) =>
  refold({ canonical: PERSON, entries: [...entries, ...LOGINS], ownership: OWNERSHIP, bases, rules }).profile;

/** What retention leaves of all events that it takes: a base for each id. */
function retire(entries: readonly Entry[], goes: (event: Entry) => boolean): readonly Base[] {
  const gains = gainsOf(
    entries.filter(({ type }) => type === 'exposure'),
    entries.filter((entry) => entry.type === 'event' && goes(entry)),
    rules,
  );
  const going = entries.filter((entry) => entry.type === 'event' && goes(entry));
  return [...Map.groupBy(going, ({ visitor }) => visitor)].map(([visitor, own]) => {
    const sum = own.reduce((all, { id }) => addGains(all, gains.get(id) ?? []), NO_BASE.gains);
    const data: Json = encodeBase({ ...baseOf(own, rules), gains: sum });
    return { site: SITE, visitor: visitor ?? PERSON, since: 0, version: BASE_VERSION, data };
  });
}

describe('what retired events had been to campaigns', () => {
  it('stays, whichever of them go', () => {
    const cut = treatedHistory.chain((entries) => fc.tuple(fc.constant(entries), fc.func(fc.boolean())));
    fc.assert(
      fc.property(cut, ([entries, goes]) => {
        const bases = retire(entries, ({ id }) => goes(id));
        const kept = entries.filter((entry) => entry.type !== 'event' || !goes(entry.id));
        const [whole, left] = [foldOf(entries), foldOf(kept, bases)];
        expect(contributionsOf(left, rules)).toEqual(contributionsOf(whole, rules));
      }),
      { seed: 61, numRuns: 100 },
    );
  });

  it('leaves out of what had been before what came after the exposure', () => {
    const entries = [order('o1', START, 300), shown('d1', { t: SEEN }), order('o2', SEEN + 1, 50)];
    const seen = entries.filter(({ type }) => type === 'exposure');
    expect(
      foldOf(
        seen,
        retire(entries, () => true),
      ).campaigns.campaigns[0]?.exposed,
    ).toMatchObject([{ before: 300, count: 1, value: 50 }]);
  });

  it('is nothing of somebody who saw nothing', () => {
    expect(gainsOf([], [order('o1', START)], rules).size).toBe(0);
  });

  it('adds up the same in every order and grouping', () => {
    const gains = fc
      .array(
        fc.record({
          campaign: fc.constantFrom('a', 'b'),
          version: fc.constantFrom(1, 2),
          count: fc.integer({ min: 0, max: 9 }),
          value: fc.integer({ min: -9, max: 9 }),
          later: fc.integer({ min: 0, max: 9 }),
        }),
        { maxLength: 4 },
      )
      .map((all) => all.reduce((sum: readonly Gained[], one) => addGains(sum, [one]), []));
    fc.assert(
      fc.property(gains, gains, gains, (a, b, c) => {
        expect(addGains(addGains(a, b), c)).toEqual(addGains(a, addGains(b, c)));
        expect(addGains(a, b)).toEqual(addGains(b, a));
      }),
      { seed: 62, numRuns: 200 },
    );
  });

  it('is read as it was written, in a base and in a profile', () => {
    const gains = [{ campaign: 'hello', version: 1, count: 2, value: -30, later: 4 }];
    const base = { ...NO_BASE, gains };
    expect(decodeBase({ version: BASE_VERSION, data: encodeBase(base) })).toEqual(base);
    const tracks = { isHeld: null, campaigns: [], gone: gains };
    expect(decodeCampaigns(JSON.parse(JSON.stringify(encodeCampaigns(tracks))))).toEqual(tracks);
  });

  it('is nothing in a base of version 3', () => {
    const [counts, lifetimes, latest, removed] = encodeBase(
      baseOf([order('o1', START)], rules),
    ) as readonly Json[];
    const data = [counts, lifetimes, latest, (removed as Json[]).slice(0, 2)] as Json;
    expect(decodeBase({ version: 3, data })).toEqual(baseOf([order('o1', START)], rules));
    expect(() => decodeBase({ version: BASE_VERSION, data })).toThrow(/cannot be read/);
  });
});

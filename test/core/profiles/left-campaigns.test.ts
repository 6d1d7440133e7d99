import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEntries, type Entry, type Json } from '../../../core/entry.ts';
import { resolveOwnership } from '../../../core/identity/links.ts';
import type { Base } from '../../../core/ports.ts';
import { BASE_VERSION, baseOf, NO_BASE } from '../../../core/profiles/base.ts';
import { decodeBase, encodeBase } from '../../../core/profiles/base-codec.ts';
import { contributionsOf } from '../../../core/profiles/contributions.ts';
import { addGains, gainsOf } from '../../../core/profiles/gains.ts';
import { addLeft, leaveCampaigns, startCampaigns } from '../../../core/profiles/left-campaigns.ts';
import { refold } from '../../../core/profiles/merge.ts';
import type { Profile } from '../../../core/profiles/profile.ts';
import { decision, LOGINS, order, rules, shown, treatedHistory } from './campaign-history.ts';
import { DAY, HOUR, PERSON, SITE, START } from './world.ts';

const OWNERSHIP = resolveOwnership(LOGINS);
const SEEN = START + DAY;

const foldOf = (entries: readonly Entry[], bases: readonly Base[] = []): Profile =>
  refold({ canonical: PERSON, entries: [...entries, ...LOGINS], ownership: OWNERSHIP, bases, rules }).profile;

const isResult = ({ type }: Entry): boolean => type === 'decision' || type === 'exposure';

/** Takes decisions and exposures up to an instant, and the events that are named, as retention does: in two steps. */
function retire(entries: readonly Entry[], until: number, goes: (event: Entry) => boolean) {
  const known = foldOf(entries).campaigns;
  const results = entries.filter((entry) => isResult(entry) && entry.t <= until);
  const left = [...Map.groupBy(results, ({ visitor }) => visitor)].map(([visitor, own]) => ({
    visitor: visitor ?? PERSON,
    campaigns: leaveCampaigns(own, known),
  }));
  const sum = left.reduce((all, { campaigns }) => addLeft(all, campaigns), NO_BASE.campaigns);
  const kept = entries.filter((entry) => !results.includes(entry));
  const events = kept.filter((entry) => entry.type === 'event' && goes(entry));
  const exposures = kept.filter(({ type }) => type === 'exposure');
  const gains = gainsOf(exposures, events, rules, startCampaigns(sum, []));
  const visitors = new Set([...left.map(({ visitor }) => visitor), ...events.map(({ visitor }) => visitor)]);
  const bases = [...visitors].map((visitor): Base => {
    const own = events.filter((event) => event.visitor === visitor);
    const gained = own.reduce((all, { id }) => addGains(all, gains.get(id) ?? []), NO_BASE.gains);
    const campaigns = left.find((one) => one.visitor === visitor)?.campaigns ?? [];
    const data: Json = JSON.parse(
      JSON.stringify(encodeBase({ ...baseOf(own, rules), gains: gained, campaigns })),
    );
    return { site: SITE, visitor: visitor ?? PERSON, since: 0, version: BASE_VERSION, data };
  });
  return { bases, kept: kept.filter((entry) => !events.includes(entry)) };
}

const cuts = treatedHistory.chain((entries) =>
  fc.tuple(
    fc.constant(entries),
    fc.integer({ min: 0, max: 110 }).map((hour) => START + hour * HOUR),
    fc.func(fc.boolean()),
  ),
);

describe('what decisions and exposures leave', () => {
  it('adds the same to every result, and gives the same arms, whatever of them went', () => {
    fc.assert(
      fc.property(cuts, ([entries, until, goes]) => {
        const { bases, kept } = retire(entries, until, ({ id }) => goes(id));
        const [whole, left] = [foldOf(entries), foldOf(kept, bases)];
        expect(contributionsOf(left, rules)).toEqual(contributionsOf(whole, rules));
        const armsOf = ({ campaigns }: Profile) =>
          campaigns.campaigns.map(({ campaign, arm, allotted, dismissedAt }) => [
            campaign,
            arm,
            allotted,
            dismissedAt,
          ]);
        expect(armsOf(left)).toEqual(armsOf(whole));
        expect(left.campaigns.isHeld).toBe(whole.campaigns.isHeld);
      }),
      { seed: 71, numRuns: 150 },
    );
  });

  it('names no decision, page or trigger', () => {
    const made = decision('d1', { t: SEEN, page: 'page-of-the-decision' }, { trigger: 'what-set-it-off' });
    const { bases, kept } = retire([made, shown('d1', { t: SEEN })], SEEN, () => false);
    expect(kept).toEqual([]);
    const text = JSON.stringify(bases);
    for (const word of ['d1', 'page-of-the-decision', 'what-set-it-off']) expect(text).not.toContain(word);
    expect(foldOf(kept, bases).campaigns.campaigns[0]?.last).toBeNull();
  });

  it('still hears of a goal that is reached afterwards', () => {
    const history = [order('o1', START, 300), shown('d1', { t: SEEN })];
    const { bases } = retire(history, SEEN, () => true);
    const { campaigns } = foldOf([order('o2', SEEN + HOUR, 50)], bases).campaigns;
    expect(campaigns[0]?.exposed).toMatchObject([{ before: 300, count: 1, value: 50, shown: 1 }]);
  });

  it('adds up the same in every order and grouping', () => {
    const part = treatedHistory.map((entries) =>
      leaveCampaigns(entries.filter(isResult).toSorted(compareEntries), foldOf(entries).campaigns),
    );
    fc.assert(
      fc.property(part, part, part, (a, b, c) => {
        expect(addLeft(addLeft(a, b), c)).toEqual(addLeft(a, addLeft(b, c)));
        expect(addLeft(a, b)).toEqual(addLeft(b, a));
      }),
      { seed: 72, numRuns: 60 },
    );
  });

  it('is nothing in a base of version 4', () => {
    const base = { ...baseOf([order('o1', START)], rules), removed: null };
    const data = (encodeBase(base) as readonly Json[]).slice(0, 5) as Json;
    expect(decodeBase({ version: 4, data })).toEqual(base);
  });
});

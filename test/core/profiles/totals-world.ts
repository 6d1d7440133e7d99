/** An engine whose log gets what pages and servers would report of campaigns, and the totals by brute force beside it. */

import type { Entry, VisitorId } from '../../../core/entry.ts';
import { isMoneyKey } from '../../../core/events/money.ts';
import { funnelStep } from '../../../core/events/spec.ts';
import type { ArmSums, Contribution } from '../../../core/ports.ts';
import { contributionsOf } from '../../../core/profiles/contributions.ts';
import { endOfProfile, recordedIds } from '../../../core/profiles/kinship.ts';
import { refold } from '../../../core/profiles/merge.ts';
import type { Profile } from '../../../core/profiles/profile.ts';
import { createFoldRules } from '../../../core/profiles/rules.ts';
import { campaign } from '../decisions/world.ts';
import { DAY, openSegments } from '../segments/segment-world.ts';

export type TotalsWorld = Awaited<ReturnType<typeof openTotals>>;

const KEYS = ['hello', 'bye'];
const GOALS = {
  hello: { kind: 'revenue', event: 'Order Completed', of: 'total' },
  bye: { kind: 'count', event: 'Page Viewed' },
};

export async function openTotals() {
  const world = await openSegments();
  const { siteId } = world.site();
  const known = new Set<VisitorId>();
  let ended: readonly Contribution[] = [];

  for (const [key, goal] of Object.entries(GOALS)) {
    const put = await world
      .engine()
      .campaigns.put(siteId, campaign({ goal: { ...goal, within: '72h' } }, key));
    if (!put.ok) throw new Error(put.hint);
  }

  const rules = () => {
    const { rules: campaigns } = world.engine().campaigns.of(siteId) ?? {};
    return createFoldRules({
      currency: 'EUR',
      funnelStep,
      isMoney: isMoneyKey,
      ...(campaigns && { campaigns }),
    });
  };

  /** From the log alone: no row, no profile that is in memory. */
  async function foldAll(): Promise<ReadonlyMap<VisitorId, Profile>> {
    const profiles = new Map<VisitorId, Profile>();
    const [store, { book }] = [world.store(), world.engine()];
    for (const id of known) {
      const { slot } = await book.read(siteId, id, world.now());
      const { kinship } = await book.read(siteId, slot.visitor, world.now());
      const ids = recordedIds(kinship);
      const [entries, bases] = [await store.readVisitor(siteId, ids), await store.readBases(siteId, ids)];
      const { profile } = refold({
        canonical: slot.visitor,
        entries,
        ownership: kinship.ownership,
        bases,
        rules: rules(),
      });
      profiles.set(slot.visitor, profile);
    }
    return profiles;
  }

  async function bruteForce(): Promise<readonly Contribution[]> {
    const profiles = [...(await foldAll()).values()];
    return [...profiles.flatMap((profile) => contributionsOf(profile, rules())), ...ended];
  }

  return {
    ...world,
    siteId,
    append: async (...entries: readonly Entry[]) => {
      for (const { visitor, type, properties } of entries) {
        if (visitor !== null) known.add(visitor);
        if (type === 'link') known.add(properties.to as VisitorId);
      }
      const receivedAt = world.now();
      await world.engine().append(entries.map((entry) => ({ ...entry, site: siteId, receivedAt })));
    },
    /** As the sweep does; what the ended had added stays. */
    endAnonymous: async () => {
      const { book, retention } = world.engine();
      for (const [id, profile] of await foldAll()) {
        const { kinship } = await book.read(siteId, id, world.now());
        const end = endOfProfile(kinship, profile);
        if (end !== null && end <= world.now()) ended = [...ended, ...contributionsOf(profile, rules())];
      }
      return retention.endAnonymous();
    },
    /** Decisions and exposures with the events; answers how many events that were. */
    retire: async (days: number) => {
      const before = world.now() - days * DAY;
      const { retireLog } = world.engine().retention;
      return (await retireLog(siteId, { events: before, results: before })).events;
    },
    erase: (visitor: VisitorId) => world.engine().visitors.forget(siteId, visitor),
    /** By brute force over the log. */
    expected: async () => {
      const all = await bruteForce();
      return KEYS.map((key) => sumUp(all.filter((own) => own.campaign === key)));
    },
    /** As reports read it. */
    totals: async () => {
      await world.engine().book.flush();
      return Promise.all(KEYS.map((key) => world.store().sumContributions(siteId, key)));
    },
    totalsAnew: async () => {
      await world.store().resumContributions(siteId);
      return Promise.all(KEYS.map((key) => world.store().sumContributions(siteId, key)));
    },
  };
}

const ORDER = ({ version, arm, unit, isMixed }: ArmSums): string =>
  JSON.stringify([version, arm, unit === 'person' ? 0 : 1, isMixed ? 1 : 0]);

function sumUp(contributions: readonly Contribution[]): readonly ArmSums[] {
  const arms = new Map<string, ArmSums>();
  for (const {
    version,
    arm,
    unit,
    isMixed,
    y,
    x,
    isConverted,
    isClicked,
    isDismissed,
    shown,
  } of contributions) {
    const own = { version, arm, unit, isMixed };
    const key = JSON.stringify(own);
    const before = arms.get(key) ?? {
      ...own,
      n: 0,
      y: 0,
      yy: 0,
      x: 0,
      xx: 0,
      xy: 0,
      converted: 0,
      clicked: 0,
      dismissed: 0,
      shown: 0,
    };
    arms.set(key, {
      ...own,
      n: before.n + 1,
      y: before.y + y,
      yy: before.yy + y * y,
      x: before.x + x,
      xx: before.xx + x * x,
      xy: before.xy + x * y,
      converted: before.converted + Number(isConverted),
      clicked: before.clicked + Number(isClicked),
      dismissed: before.dismissed + Number(isDismissed),
      shown: before.shown + shown,
    });
  }
  return [...arms.values()].toSorted((a, b) => (ORDER(a) < ORDER(b) ? -1 : 1));
}

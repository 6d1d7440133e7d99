/** Histories of people who were shown something, on devices that turn out to be one person's. */
import fc from 'fast-check';
import { type ExposureName, exposureEntry } from '../../../core/decisions/decision-entries.ts';
import { compileGoal } from '../../../core/decisions/goal.ts';
import type { Entry, Properties, VisitorId } from '../../../core/entry.ts';
import type { CampaignRules } from '../../../core/profiles/campaign-tracks.ts';
import type { FoldRules } from '../../../core/profiles/rules.ts';
import { event, HOUR, link, PERSON, rules as plain, SITE, START, visitorId } from './world.ts';

export const DEVICES = [visitorId('d1'), visitorId('d2')] as const;
export const GOAL = compileGoal({ kind: 'revenue', event: 'Order Completed', of: 'total', within: '72h' });

export const campaignRules: CampaignRules = {
  goalOf: (campaign, version) => (campaign === 'gone' || version > 2 ? undefined : GOAL),
};
export const rules: FoldRules = { ...plain, campaigns: campaignRules };

type Parts = Partial<Entry> & { readonly t: number };

/** @param made What the decision says; the rest is usual. */
export function decision(
  id: string,
  parts: Parts,
  made: Properties & { readonly outcome?: string } = {},
): Entry {
  const { outcome = 'chosen', ...more } = made;
  const properties = {
    decision: id,
    campaign: 'hello',
    version: 1,
    arm: 'a',
    channel: 'onsite',
    trigger: 'e1',
    since: parts.t,
    step: 0,
    ...more,
  };
  return event(outcome, { id: `decision:${id}`, type: 'decision', source: 'server', ...parts, properties });
}

export function exposure(of: Entry, name: ExposureName, t: number): Entry {
  return exposureEntry({ ...of, visitor: of.visitor ?? PERSON }, name, { t, receivedAt: t, source: 'web' });
}

export function shown(id: string, parts: Parts, made: Properties = {}): Entry {
  return exposure(decision(id, parts, made), 'shown', parts.t);
}

export function order(id: string, t: number, total = 1_000, more: Partial<Entry> = {}): Entry {
  return event('Order Completed', { id, t, properties: { total }, currency: 'EUR', ...more });
}

const instant = fc.integer({ min: 0, max: 100 }).map((hour) => START + hour * HOUR);
const visitor = fc.constantFrom<VisitorId>(...DEVICES, PERSON);

const treated = fc
  .record({
    t: instant,
    visitor,
    campaign: fc.constantFrom('hello', 'bye', 'gone'),
    version: fc.constantFrom(1, 2),
    arm: fc.constantFrom('a', 'b'),
    outcome: fc.constantFrom('chosen', 'chosen', 'control', 'holdout'),
    afterMs: fc.constantFrom(null, 0, 1, HOUR),
    action: fc.constantFrom(null, 'clicked' as const, 'dismissed' as const),
  })
  .map(({ t, visitor: who, afterMs, action, outcome, ...made }): ((n: number) => readonly Entry[]) => (n) => {
    const made0 = decision(`d${n}`, { t, visitor: who }, { ...made, outcome, trigger: `e${n}` });
    if (afterMs === null) return [made0];
    const at = t + afterMs;
    if (outcome !== 'chosen') return [made0, exposure(made0, 'withheld', at)];
    return [made0, exposure(made0, 'shown', at), ...(action === null ? [] : [exposure(made0, action, at)])];
  });

const bought = fc
  .record({ t: instant, visitor, total: fc.constantFrom(0, 100, 1_999, -500) })
  .map(({ t, visitor: who, total }) => (n: number): readonly Entry[] => [
    order(`o${n}`, t, total, { visitor: who }),
  ]);

const viewed = fc
  .record({ t: instant, visitor })
  .map(({ t, visitor: who }) => (n: number): readonly Entry[] => [
    event('Page Viewed', { id: `v${n}`, t, visitor: who }),
  ]);

/** Both devices log in at some time; what is recorded before that is the person's too. */
export const LOGINS: readonly Entry[] = DEVICES.map((device, n) =>
  link('login', device, PERSON, { id: `login${n}`, t: START + (n + 1) * HOUR, more: { proved: true } }),
);

export const treatedHistory: fc.Arbitrary<readonly Entry[]> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: treated },
      { weight: 3, arbitrary: bought },
      { weight: 1, arbitrary: viewed },
    ),
    {
      maxLength: 40,
      size: 'max',
    },
  )
  .map((makes) => makes.flatMap((make, n) => make(n)).map((entry) => ({ ...entry, site: SITE })));

/** Examples of everybody on a site who may be learned from. */
import type { SiteId } from '../../entry.ts';
import { type WalkPorts, walkVisitors } from '../../measurement/visitor-walk.ts';
import type { ContributionUnit } from '../../ports.ts';
import type { Profile } from '../../profiles/profile.ts';
import type { FoldRules } from '../../profiles/rules.ts';
import { inSlices } from '../../turn.ts';
import { buildDataset, type Dataset } from '../labels/dataset.ts';
import { type Example, listExamples } from '../labels/examples.ts';
import type { Label } from '../labels/label.ts';
import { thinExamples } from '../labels/thinning.ts';
import { declinesProfiling } from '../profiling.ts';

export type Gathered = {
  readonly dataset: Dataset;
  /** Whom the examples are of. */
  readonly visitors: number;
  readonly isSampled: boolean;
};

/** About 50 MB; visitors come by their hash, so that the first of them are a fair sample. */
const MOST_ROWS = 100_000;

const DAY_MS = 86_400_000;
/** For so long a visitor is looked at after the last event. */
const LOOKED_AT_MS = 29 * DAY_MS;

export type Gathering = {
  readonly rules: FoldRules;
  /** IANA, of the site. */
  readonly zone: string;
  readonly now: number;
  readonly signal: AbortSignal;
};

/**
 * Whoever declines to be profiled is left out, now and in what was learned before: a training reads the log as it is.
 *
 * @param from In `around`, UTC ms: earlier examples are left out.
 * @example (await gatherExamples(ports, site, label, { rules, zone, now, from, signal })).dataset.positives
 */
export async function gatherExamples(
  ports: WalkPorts,
  site: SiteId,
  label: Label,
  { from, ...around }: Gathering & { readonly from: number },
): Promise<Gathered> {
  const isAsked = (profile: Profile, unit: ContributionUnit) => lastLook(profile, unit) > from;
  const examples: Example[] = [];
  const apart = new Set<Example>();
  let visitors = 0;
  let isSampled = false;
  for await (const own of walkExamples(ports, site, label, { ...around, isAsked })) {
    isSampled = examples.length >= MOST_ROWS;
    if (isSampled) break;
    const asked = own.examples.filter(({ t }) => t >= from);
    examples.push(...asked);
    if (asked.length > 0) visitors++;
    for (const example of own.apart) apart.add(example);
  }
  return { dataset: await inSlices(buildDataset(examples, apart)), visitors, isSampled };
}

/** A time in which labels matured, UTC ms: after the one, up to the other. */
export type Maturing = { readonly after: number; readonly until: number };

/** A week of them makes a block of the watches whole; were that done in a day, every weekday would pass for drift. */
const MOST_A_DAY = 300;

/**
 * Of each visitor the examples that count for themselves and whose label could change no more from then on, in time order.
 * Of very many a fair sample.
 *
 * @example await gatherMatured(ports, site, label, { rules, zone, now, signal, after: lastRun, until: now })
 */
export async function gatherMatured(
  ports: WalkPorts,
  site: SiteId,
  label: Label,
  { after, until, ...around }: Gathering & Maturing,
): Promise<readonly Example[]> {
  const [from, to] = [after - label.withinMs, until - label.withinMs];
  const most = MOST_A_DAY * Math.ceil((until - after) / DAY_MS);
  const isAsked = (profile: Profile, unit: ContributionUnit) =>
    (profile.events?.first ?? to) <= to && lastLook(profile, unit) > from;
  const found: Example[] = [];
  for await (const { apart } of walkExamples(ports, site, label, { ...around, isAsked })) {
    if (found.length >= most) break;
    found.push(...apart.filter(({ t }) => t > from && t <= to));
  }
  return found.toSorted((a, b) => a.t - b.t || (a.about < b.about ? -1 : 1));
}

/** No example of the visitor is later, UTC ms. Who is not known the day after is looked at during sessions alone. */
function lastLook({ events }: Profile, unit: ContributionUnit): number {
  if (events === null) return Number.NEGATIVE_INFINITY;
  return events.last + (unit === 'person' ? LOOKED_AT_MS : 1);
}

type Walking = Gathering & { readonly isAsked: (profile: Profile, unit: ContributionUnit) => boolean };
type OfVisitor = { readonly examples: readonly Example[]; readonly apart: readonly Example[] };

async function* walkExamples(
  ports: WalkPorts,
  site: SiteId,
  label: Label,
  { rules, zone, now, signal, isAsked }: Walking,
): AsyncGenerator<OfVisitor, void> {
  for await (const { profile, unit, readPast } of walkVisitors(ports, site, now)) {
    signal.throwIfAborted();
    if (!isAsked(profile, unit)) continue;
    if (declinesProfiling(profile, now)) continue;
    const { start, entries } = await readPast(rules, ['event']);
    const { visitor } = profile;
    const history = { visitor, start, entries, isAnonymous: unit === 'visitor_day' };
    const examples = listExamples(history, label, { rules, zone, until: now });
    yield { examples, apart: thinExamples(visitor, examples, label.withinMs) };
  }
}

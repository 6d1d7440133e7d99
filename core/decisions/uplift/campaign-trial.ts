/**
 * A campaign as a trial: who was drawn to be treated and who was not, what was known of them then, and what they did
 * afterwards. Read off the log, so that it holds whoever declined or was erased since no longer.
 */

import type { LoggedEntry, SiteId } from '../../entry.ts';
import { minorDigits } from '../../events/currency.ts';
import { type Past, type WalkPorts, walkVisitors } from '../../measurement/visitor-walk.ts';
import { trackOf } from '../../profiles/campaign-tracks.ts';
import { fold } from '../../profiles/fold.ts';
import { grossMinor } from '../../profiles/orders.ts';
import type { FoldRules } from '../../profiles/rules.ts';
import { subjectOf } from '../../scoring/features/subject.ts';
import { FEATURE_HEADS, readFeatures } from '../../scoring/features/table.ts';
import { declinesProfiling } from '../../scoring/profiling.ts';
import type { Trial } from '../../scoring/uplift/trial.ts';
import { type CompiledGoal, gainOf } from '../goal.ts';

export type CampaignTrial = {
  readonly trial: Trial;
  /** Of the decisions, UTC ms, by row. */
  readonly times: Float64Array;
  /** What one who reached the goal brought on average, in major units; 1 where the goal's events bring no money. */
  readonly worth: number;
};

export type Gathering = {
  readonly campaign: string;
  /** Versions of the campaign with the goal that is asked for. */
  readonly versions: ReadonlySet<number>;
  readonly goal: CompiledGoal;
  /** IANA, of the site. */
  readonly zone: string;
  readonly rules: FoldRules;
  /** Decisions from then on, UTC ms: what came of them has to be kept as a whole. */
  readonly from: number;
  readonly now: number;
  readonly signal: AbortSignal;
};

/** Visitors come by their hash, so that the first of them are a fair sample. */
const MOST_ROWS = 50_000;

type Example = {
  readonly t: number;
  readonly features: Float64Array;
  readonly isTreated: boolean;
  readonly propensity: number;
  readonly isReached: boolean;
  readonly broughtMinor: number;
};

/**
 * Of each person the first decision, if it was shown or would have been, and if the goal's window is over. Visitor-days
 * are gone before that.
 *
 * @example (await gatherTrial(ports, site, gathering)).trial.matrix.rows
 */
export async function gatherTrial(
  ports: WalkPorts,
  site: SiteId,
  gathering: Gathering,
): Promise<CampaignTrial> {
  const { campaign, now, signal, rules } = gathering;
  const examples: Example[] = [];
  for await (const { profile, unit, readPast } of walkVisitors(ports, site, now)) {
    signal.throwIfAborted();
    if (examples.length >= MOST_ROWS) break;
    if (unit !== 'person' || trackOf(profile.campaigns, campaign) === undefined) continue;
    if (declinesProfiling(profile, now)) continue;
    const past = await readPast(rules, ['event', 'decision', 'exposure']);
    const found = readExample(past, gathering);
    if (found !== null) examples.push(found);
  }
  return toTrial(examples, 10 ** (minorDigits(rules.currency) ?? 2));
}

function readExample({ start, entries }: Past, gathering: Gathering): Example | null {
  const { campaign, versions, goal, from, now, rules, zone } = gathering;
  const first = entries.find(
    ({ type, properties }) =>
      type === 'decision' && properties.campaign === campaign && 'propensity' in properties,
  );
  if (first === undefined || first.t < from || !versions.has(Number(first.properties.version))) return null;
  // Retention took later events: what was known then is not known any more.
  if (start.events !== null && start.events.last > first.t) return null;
  const seenAt = entries.find((entry) => isSeen(entry, first))?.t;
  if (seenAt === undefined || seenAt + goal.withinMs > now) return null;
  const events = entries.filter(({ type }) => type === 'event');
  const known = events.filter(({ t, receivedAt }) => t <= first.t && receivedAt <= first.receivedAt);
  const gained = events.filter((event) => gainOf(goal, event, seenAt) !== null);
  return {
    t: first.t,
    features: readKnown({ start, entries: known }, first.t, { rules, zone }),
    isTreated: first.name === 'chosen',
    propensity: Number(first.properties.propensity),
    isReached: gained.length > 0,
    broughtMinor: gained.reduce((sum, event) => sum + (grossMinor(event) ?? 0), 0),
  };
}

function readKnown(
  { start, entries }: Past,
  t: number,
  { rules: all, zone }: Pick<Gathering, 'rules' | 'zone'>,
): Float64Array {
  const { segments: _, campaigns: __, ...rules } = all;
  const past = entries.reduce((profile, event) => fold(profile, event, rules), start);
  return readFeatures(subjectOf(past, t, { rules, zone, isAnonymous: false }));
}

function isSeen({ type, name, properties }: LoggedEntry, decision: LoggedEntry): boolean {
  const isOfIt = type === 'exposure' && properties.decision === decision.properties.decision;
  return isOfIt && (name === 'shown' || name === 'withheld');
}

function toTrial(examples: readonly Example[], minorPerMajor: number): CampaignTrial {
  const reached = examples.filter(({ isReached }) => isReached);
  const broughtMinor = reached.reduce((sum, own) => sum + own.broughtMinor, 0);
  const columns = FEATURE_HEADS.map((_, feature) =>
    Float64Array.from(examples, ({ features }) => features[feature] ?? Number.NaN),
  );
  return {
    trial: {
      matrix: { features: FEATURE_HEADS, rows: examples.length, columns },
      treated: Uint8Array.from(examples, ({ isTreated }) => (isTreated ? 1 : 0)),
      outcomes: Float64Array.from(examples, ({ isReached }) => (isReached ? 1 : 0)),
      propensities: Float64Array.from(examples, ({ propensity }) => propensity),
    },
    times: Float64Array.from(examples, ({ t }) => t),
    worth: broughtMinor === 0 ? 1 : broughtMinor / minorPerMajor / reached.length,
  };
}

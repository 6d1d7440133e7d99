/** Campaigns as they are listed: how each stands, what it does, and how often at most. */
import type {
  AudienceAnswer,
  CampaignAnswer,
  CapAnswer,
  GoalAnswer,
  ReportAnswer,
  TreatmentAnswer,
  UnitAnswer,
} from '../api/answers/campaigns.ts';
import type { Tone } from '../ui/skin.ts';
import type { CampaignsWords } from '../words/campaigns.ts';
import { isFields, type Json } from './campaigns-document.ts';
import { triggerOf } from './campaigns-fields.ts';
import type { Figures } from './campaigns-figures.ts';
import type { Format } from './format.ts';

export type Standing = 'draft' | 'live' | 'paused' | 'scheduled' | 'ended';

/** Live is not always at work: it may not have begun, or be over. */
export function standingOf(
  { state, starts, ends }: Pick<CampaignAnswer, 'state' | 'starts' | 'ends'>,
  nowMs: number,
): Standing {
  if (state !== 'draft' && ends !== undefined && Date.parse(ends) <= nowMs) return 'ended';
  if (state !== 'live') return state;
  return starts !== undefined && Date.parse(starts) > nowMs ? 'scheduled' : 'live';
}

const TONES: Readonly<Record<Standing, Tone>> = {
  draft: 'plain',
  live: 'good',
  paused: 'waiting',
  scheduled: 'waiting',
  ended: 'plain',
};

export type Writing = {
  readonly words: CampaignsWords;
  readonly format: Format;
  readonly figures: Figures;
  /** Of a segment by its key. */
  readonly nameOf: (key: string) => string;
};

export type CampaignRow = {
  readonly key: string;
  readonly name: string;
  readonly badge: { readonly text: string; readonly tone: Tone };
  /** Whom, and when. */
  readonly does: string;
  readonly lift: string;
  readonly caps: string;
};

/** @param report Null: it is a draft; `unread`: it could not be had. @example viewCampaign(campaign, report, writing, Date.now()).lift */
export function viewCampaign(
  campaign: CampaignAnswer,
  report: ReportAnswer | 'unread' | null,
  writing: Writing,
  nowMs: number,
): CampaignRow {
  const { words, format } = writing;
  const standing = standingOf(campaign, nowMs);
  const limits = listLimits(campaign, writing);
  return {
    ...{ key: campaign.key, name: campaign.name },
    badge: { text: words.standings[standing], tone: TONES[standing] },
    does: [
      words.channels[campaign.channel] ?? campaign.channel,
      wordTrigger(campaign.trigger, writing),
      wordAudience(campaign.audience, writing),
    ].join(' · '),
    lift: report === null ? words.notBegun : report === 'unread' ? words.unread : wordLift(report, writing),
    caps: limits.length === 0 ? words.noLimits : format.list(limits),
  };
}

/** What sets it off. */
export function wordTrigger(trigger: Json, { words, format, figures, nameOf }: Writing): string {
  const name = triggerOf(trigger);
  if (name === null || !isFields(trigger)) return '';
  const { triggers } = words;
  const value = trigger[name];
  if (name === 'exitIntent') return triggers.exitIntent;
  if (name === 'entry' || name === 'exit') return triggers[name](nameOf(String(value)));
  if (name === 'idle') return triggers.idle(figures.length(String(value)));
  if (name === 'schedule') return triggers.schedule(isFields(value) ? String(value.at) : '');
  const said = Array.isArray(value) ? format.list(value.map(String)) : String(value);
  return triggers[name](said);
}

export function wordAudience({ any, all, none }: AudienceAnswer, { words, format, nameOf }: Writing): string {
  const named = (keys: readonly string[]): string => format.list(keys.map(nameOf));
  const parts = [
    ...(all === undefined ? [] : [words.audience.all(named(all))]),
    ...(any === undefined ? [] : [words.audience.any(named(any))]),
    ...(none === undefined ? [] : [words.audience.none(named(none))]),
  ];
  return parts.length === 0 ? words.audience.everybody : parts.join(', ');
}

/** One line a limit. */
export function listLimits({ limits }: Pick<CampaignAnswer, 'limits'>, writing: Writing): readonly string[] {
  const { words, figures } = writing;
  const { caps = [], cooldown, quietHours } = limits;
  return [
    ...caps.map((cap) => wordCap(cap, writing)),
    ...(cooldown === undefined ? [] : [words.cooldown(figures.length(cooldown))]),
    ...(quietHours === undefined ? [] : [words.quietHours(quietHours.from, quietHours.to)]),
  ];
}

function wordCap({ scope, tag, max, per }: CapAnswer, { words, format, figures }: Writing): string {
  const span = words.spans[per] ?? words.inSpan(figures.length(per));
  const most = max === 0 ? words.never : words.atMost(format.count(max), span);
  return scope === 'campaign' ? most : words.ofScope(words.scopes[scope], tag ?? '', most);
}

export function wordGoal(
  { kind, event, within, of }: GoalAnswer,
  { words, format, figures }: Writing,
): string {
  const said = typeof event === 'string' ? event : format.list(event);
  return words.goals[kind](said, figures.length(within), of ?? '');
}

/** The unit with more visitors, which the page shows first. */
export function mainUnit({ units }: Pick<ReportAnswer, 'units'>): UnitAnswer | undefined {
  return units.toSorted((one, other) => visitorsOf(other) - visitorsOf(one))[0];
}

export function visitorsOf({ arms }: UnitAnswer): number {
  return arms.reduce((sum, { visitors }) => sum + visitors, 0);
}

/** What the verdict rests on: with what was known before, where that is known. */
export function effectOf({ basis, cuped, sequential }: TreatmentAnswer) {
  return basis === 'cuped' && cuped.value !== null ? cuped.value.sequential : sequential;
}

/** The lift of the best arm, with the interval that the verdict rests on, or what is known without them. */
function wordLift(report: ReportAnswer, { words, figures }: Writing): string {
  const experiment = mainUnit(report)?.experiment;
  if (experiment === undefined || experiment === null) return words.noControl;
  const arms = experiment.treatments.map((treatment) => {
    const { relative, absolute } = effectOf(treatment);
    return { word: treatment.verdict.word, lift: relative.value, difference: absolute.value };
  });
  const [best] = arms.toSorted(
    (one, other) => (other.difference?.estimate ?? 0) - (one.difference?.estimate ?? 0),
  );
  if (best === undefined) return words.noControl;
  const verdict = words.verdicts[best.word];
  if (best.lift === null || best.difference === null) return verdict;
  const { low, high } = best.difference.interval;
  const write = isShareGoal(report.goal)
    ? figures.ofHundred
    : (value: number): string => figures.signedAmount(value, report.currency);
  const per = isShareGoal(report.goal) ? words.perHundred : words.perVisitor;
  return words.liftWord(verdict, figures.change(best.lift.estimate), write(low), `${write(high)} ${per}`);
}

/** Reached or not; the others are sums and counts. */
export function isShareGoal({ kind }: Pick<GoalAnswer, 'kind'>): boolean {
  return kind !== 'count' && kind !== 'revenue' && kind !== 'expansion';
}

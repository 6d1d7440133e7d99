/** What a site needs to begin with, and how far it has come: read from what is there, never remembered. */
import { treatedShare } from '../../core/decisions/assignment.ts';
import type { CampaignEntry } from '../../core/decisions/live.ts';
import { draftOf, findCampaignTemplate } from '../../core/decisions/templates/index.ts';
import type { Engine } from '../../core/engine.ts';
import { type Baseline, detectableEffect } from '../../core/measurement/experiment/power.ts';
import type { ExperimentReport } from '../../core/measurement/experiment/report.ts';
import { readTraffic, type Traffic } from '../../core/measurement/traffic.ts';
import type { Store } from '../../core/ports.ts';
import { NO_CATALOG, newestEntries } from '../../core/segments/catalog.ts';
import {
  AVAILABLE_NEEDS,
  INIT_SETS,
  installable,
  TEMPLATES,
  type Template,
  type TemplateFamily,
} from '../../core/segments/templates/index.ts';
import type { Site } from '../../core/sites/site.ts';
import { presentReport } from './campaign-answers.ts';
import { listTemplates, type OfferedTemplate } from './campaign-installs.ts';

const MOST_SEGMENTS = 5;
const LEAST_SEGMENTS = 3;
const WEEKS = [2, 4] as const;
const DAYS_A_WEEK = 7;
const HALF = 0.5;
/** With fewer a share is a guess. */
const LEAST_CONVERSIONS = 5;
/** REES46, October 2019: 3.95 % of the sessions of a large shop buy. */
const USUAL_RATE = 0.04;

/** By which event each kind of site is measured; the first that arrives says the kind. */
const GOALS: Readonly<Record<TemplateFamily, readonly string[]>> = {
  shop: ['Order Completed'],
  saas: ['Subscription Started', 'Signed Up', 'Account Created'],
  content: ['Subscription Started', 'Signed Up', 'Account Created'],
};
const SIGNS: Readonly<Record<TemplateFamily, readonly string[]>> = {
  shop: ['Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed'],
  saas: ['Trial Started', 'Feature Used', 'Limit Reached', 'Subscription Started', 'Signed Up'],
  content: ['Page Viewed', 'Article Read', 'Content Viewed'],
};

type Asked = Pick<Engine, 'book' | 'segments' | 'campaigns' | 'now'> & { readonly store: Store };

export type FirstRun = Awaited<ReturnType<typeof readFirstRun>>;

/** @example (await readFirstRun(engine, site)).segments.length // 4 */
export async function readFirstRun(engine: Asked, site: Site) {
  const traffic = await readTraffic(engine, site.siteId, engine.now());
  const family = findFamily(traffic);
  const known = newestEntries(engine.segments.of(site.siteId)?.catalog ?? NO_CATALOG);
  const segments = pickSegments(family, traffic).map(({ needs: _, ...definition }) => ({
    ...definition,
    isInstalled: known.has(definition.key),
  }));
  const keys = new Set([...segments.map(({ key }) => key), ...known.keys()]);
  const campaign = pickCampaign(listTemplates(engine, site.siteId), family, keys);
  const rate = rateOf(traffic, family);
  return {
    family,
    traffic: {
      visitors: traffic.visitors,
      perDay: Math.round(traffic.perDay),
      days: traffic.days,
      ...rate,
    },
    lifts: WEEKS.map((weeks) => ({ weeks, ...liftAfter(weeks, { traffic, rate, campaign }) })),
    segments,
    segmentCount: known.size,
    campaign: campaign === null ? null : presentSuggestion(campaign),
    running: await readRunning(engine, site),
  };
}

function findFamily({ did }: Traffic): TemplateFamily {
  const weight = (family: TemplateFamily): number =>
    Math.max(0, ...SIGNS[family].map((name) => did.get(name) ?? 0));
  // Every site has pages; a shop is one by what is sold there, however few look.
  const own = (['shop', 'saas'] as const).toSorted((a, b) => weight(b) - weight(a))[0] ?? 'shop';
  if (weight(own) > 0) return own;
  return weight('content') > 0 ? 'content' : 'shop';
}

/** Those that ask for what arrives, the set of the kind first; a new site starts with that set. */
function pickSegments(family: TemplateFamily, { did }: Traffic): readonly Template[] {
  const set = INIT_SETS[family];
  const order = [...TEMPLATES[family]].toSorted((a, b) => rank(set, a) - rank(set, b));
  const able = order.filter((template) => installable(template, AVAILABLE_NEEDS).ok);
  const fitting = able.filter(
    (template) => did.size === 0 || asks(template.when).some((name) => did.has(name)),
  );
  const picked = fitting.filter(({ key }) => set.includes(key));
  const more = fitting.filter(({ key }) => !set.includes(key));
  return [...picked, ...more.slice(0, Math.max(1, LEAST_SEGMENTS - picked.length))].slice(0, MOST_SEGMENTS);
}

function rank(set: readonly string[], { key }: Template): number {
  const place = set.indexOf(key);
  return place === -1 ? set.length : place;
}

/** Names of events that a condition looks at. */
function asks(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(asks);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === 'event' || name === 'since' ? [value].flat().filter(isText) : asks(value),
  );
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** One that shows itself on a page, and needs no more than is there or comes now. */
function pickCampaign(
  lines: readonly OfferedTemplate[],
  family: TemplateFamily,
  keys: ReadonlySet<string>,
): OfferedTemplate | null {
  const able = lines.filter((line) => line.family === family && line.missing === null);
  const onPages = able.filter(({ channel }) => channel === 'onsite');
  return onPages.find(({ needs }) => needs.every((key) => keys.has(key))) ?? onPages[0] ?? able[0] ?? null;
}

function presentSuggestion({ key, name, does, worth, measure, control, before }: OfferedTemplate) {
  return { template: key, name, does, worth, measure, control, before };
}

function rateOf({ did, visitors }: Traffic, family: TemplateFamily) {
  const goal = GOALS[family].find((name) => did.has(name)) ?? GOALS[family][0] ?? '';
  const reached = did.get(goal) ?? 0;
  const isMeasured = reached >= LEAST_CONVERSIONS;
  return { goal, rate: isMeasured ? reached / visitors : USUAL_RATE, isMeasured };
}

type Planned = {
  readonly traffic: Traffic;
  readonly rate: { readonly rate: number };
  readonly campaign: OfferedTemplate | null;
};

/** The smallest lift that is shown, looked at as often as one likes: as the campaign comes, and with half in the control. */
function liftAfter(weeks: number, { traffic, rate: { rate }, campaign }: Planned) {
  const visitors = Math.round(traffic.perDay * weeks * DAYS_A_WEEK);
  const baseline: Baseline = { goal: 'conversion', mean: rate, variance: 0 };
  const at = (treated: number): number | null =>
    rate >= 1
      ? null
      : detectableEffect(
          { baseline, method: 'sequential' },
          { control: visitors * (1 - treated), treatment: visitors * treated },
        );
  return { visitors, lift: at(treatedBy(campaign)), even: at(HALF) };
}

function treatedBy(campaign: OfferedTemplate | null): number {
  const template = campaign === null ? undefined : findCampaignTemplate(campaign.key);
  const draft = template === undefined ? null : draftOf(template, {});
  return draft?.ok === true ? treatedShare(draft.value) : HALF;
}

/** The campaign that is furthest: what comes next is said of it. */
async function readRunning(engine: Asked, site: Site) {
  const entries = engine.campaigns.list(site.siteId);
  const [first] = entries.toSorted((a, b) => startOf(a) - startOf(b));
  if (first === undefined) return null;
  const { key, name, state } = first.campaign;
  const report = first.liveSince === null ? null : await engine.campaigns.reportOn(site, key);
  const liveSince = first.liveSince === null ? null : new Date(first.liveSince).toISOString();
  const days = first.liveSince === null ? 0 : Math.floor((engine.now() - first.liveSince) / DAY_MS);
  return {
    key,
    name,
    state,
    liveSince,
    days,
    result: report === null ? null : resultOf(presentReport(report).experiment ?? null),
  };
}

/** Of the treatment that does most; null: there is none to compare. */
function resultOf(experiment: ExperimentReport | null) {
  const [best] = (experiment?.treatments ?? []).toSorted((a, b) => estimateOf(b) - estimateOf(a));
  if (best === undefined) return null;
  const effect = effectOf(best);
  const { word, reason } = best.verdict;
  return {
    word,
    reason,
    visitors: best.arm.visitors,
    // Relative to the control arm, as the verdict has it. Figures that are not to be believed are none.
    effect: effect === null || word === 'broken' ? null : { estimate: effect.estimate, ...effect.interval },
  };
}

type Treatment = ExperimentReport['treatments'][number];

/** What the verdict rests on. */
function effectOf({ basis, cuped, sequential }: Treatment) {
  const { relative } = basis === 'cuped' && cuped.value !== null ? cuped.value.sequential : sequential;
  return relative.value;
}

function estimateOf(treatment: Treatment): number {
  return effectOf(treatment)?.estimate ?? Number.NEGATIVE_INFINITY;
}

const DAY_MS = 86_400_000;

/** Drafts come after whatever was ever live. */
function startOf({ liveSince, changedAt }: CampaignEntry): number {
  return liveSince ?? changedAt + Number.MAX_SAFE_INTEGER / 2;
}

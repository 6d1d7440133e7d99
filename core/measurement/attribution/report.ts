/** The attribution report: every model side by side, each row of touches, each window. */
import type { ContributionUnit } from '../../ports.ts';
import type { Arms } from './arms.ts';
import { NO_ARMS } from './arms.ts';
import { CREDIT_MODELS } from './credit.ts';
import { addIncrements, type Increment, type Incremental, incrementOf } from './incremental.ts';
import {
  type Breakdown,
  type BreakdownTally,
  type CampaignArms,
  type Credit,
  NO_CREDIT,
  type PathTally,
  type RowTally,
} from './tally.ts';
import { tellPaths, tellRow } from './told-rows.ts';
import type { TouchKind } from './touch.ts';

/** `markov`: what the chain of touches would miss without the row, of all conversions with a touch. */
export const MODELS = [...CREDIT_MODELS, 'markov'] as const;
export type Model = (typeof MODELS)[number];

/** A row with fewer visitors says too much about each of them, unless a site has chosen another number. */
export const LEAST_VISITORS = 10;

export type ReportRow = {
  readonly kind: TouchKind;
  readonly name: string;
  /** Null: fewer than {@link LEAST_VISITORS}, and `credit` with it. */
  readonly visitors: number | null;
  readonly touches: number | null;
  readonly credit: Readonly<Record<Model, Credit>> | null;
  /** Null where nothing can be compared: `why` says so. */
  readonly incremental: Incremental | null;
  /** Of a campaign with a control arm. */
  readonly arms: Arms | null;
  readonly why: string | null;
};

export type WindowReport = {
  readonly windowMs: number;
  readonly conversions: Credit;
  /** With a touch in the window before them: what the models share out. */
  readonly attributed: Credit;
  /** Paths that led to nothing so far; and those of them whose window is not over. */
  readonly unconverted: number;
  readonly open: number;
  /** By credit of the last touch, largest first; those withheld last. */
  readonly campaigns: readonly ReportRow[];
  readonly channels: readonly ReportRow[];
};

export type UnitReport = {
  readonly unit: ContributionUnit;
  readonly visitors: number;
  readonly windows: readonly WindowReport[];
};

/** Yields now and then. @example await inSlices(describeTally(tally.read(), 259_200_000)) */
export function* describeTally(
  tally: PathTally,
  windowMs: number,
  k = LEAST_VISITORS,
): Generator<void, WindowReport> {
  const { conversions, arms, breakdowns } = tally;
  const { attributed, unconverted, open } = tellPaths(tally, k);
  const rowsOf = (by: Breakdown) =>
    describeRows(breakdowns[by], { attributed, increments: incrementsBy[by](arms), k });
  return {
    windowMs,
    conversions,
    attributed,
    unconverted,
    open,
    campaigns: yield* rowsOf('campaign'),
    channels: yield* rowsOf('channel'),
  };
}

type Increments = ReadonlyMap<string, Increment>;

/** What is told beside the rows; `k` is the fewest visitors of a row. */
type Whole = { readonly attributed: Credit; readonly increments: Increments; readonly k: number };

function* describeRows(
  { rows, chain }: BreakdownTally,
  { attributed, increments, k }: Whole,
): Generator<void, readonly ReportRow[]> {
  const effects = yield* chain.removalEffects(rows.length);
  const sum = effects.reduce((a, b) => a + b, 0);
  const described = rows.map((row, at) => {
    const share = sum === 0 ? 0 : (effects[at] ?? 0) / sum;
    const markov = { conversions: share * attributed.conversions, valueMinor: share * attributed.valueMinor };
    return describeRow(row, markov, increments.get(row.name), k);
  });
  const known = new Set(rows.flatMap(({ kind, name }) => (kind === 'campaign' ? [name] : [])));
  const untouched = [...increments].filter(([name]) => !known.has(name));
  return [...described, ...untouched.map(([name, increment]) => describeUntouched(name, increment))].toSorted(
    byLast,
  );
}

function describeRow(row: RowTally, markov: Credit, increment: Increment | undefined, k: number): ReportRow {
  const { kind, name, visitors, touches } = row;
  const credit = { ...row.credit, markov };
  const compared = kind === 'traffic' ? NO_HOLDOUT : compare(increment);
  const numbers = { visitors, touches, credit };
  if (visitors >= k)
    return { kind, name, ...(kind === 'traffic' ? tellRow(numbers, k) : numbers), ...compared };
  const why = `fewer than ${k} visitors`;
  return { kind, name, visitors: null, touches: null, credit: null, incremental: null, arms: null, why };
}

/** Of a campaign that was withheld from everybody. */
function describeUntouched(name: string, increment: Increment): ReportRow {
  const credit = Object.fromEntries(MODELS.map((model) => [model, NO_CREDIT])) as Record<Model, Credit>;
  return { kind: 'campaign', name, visitors: 0, touches: 0, credit, ...compare(increment) };
}

type Compared = Pick<ReportRow, 'incremental' | 'arms' | 'why'>;

const NO_HOLDOUT: Compared = {
  incremental: null,
  arms: null,
  why: 'traffic has no control arm: it is withheld from nobody',
};

function compare(increment: Increment = incrementOf(NO_ARMS)): Compared {
  if (!increment.ok) return { incremental: null, arms: null, why: increment.why };
  return { incremental: increment.incremental, arms: increment.arms, why: null };
}

const incrementsBy: Readonly<Record<Breakdown, (arms: PathTally['arms']) => Increments>> = {
  campaign: (arms) => new Map([...arms].map(([name, campaign]) => [name, incrementOf(campaign.arms)])),
  channel: (arms) => {
    const channels = new Set([...arms.values()].flatMap((campaign) => [...campaign.channels]));
    return new Map([...channels].map((channel) => [channel, incrementOfChannel(channel, arms)]));
  },
};

/** The sum of its campaigns, where each has a control arm and goes through no other channel. */
function incrementOfChannel(channel: string, arms: ReadonlyMap<string, CampaignArms>): Increment {
  const own = [...arms].filter(([, { channels }]) => channels.has(channel));
  const found: Incremental[] = [];
  let total = NO_ARMS;
  for (const [name, campaign] of own) {
    const increment = incrementOf(campaign.arms);
    if (!increment.ok) return { ok: false, why: `${name}: ${increment.why}` };
    if (campaign.channels.size > 1) return { ok: false, why: `${name} goes through other channels too` };
    found.push(increment.incremental);
    total = addArms(total, increment.arms);
  }
  return { ok: true, incremental: addIncrements(found), arms: total };
}

function addArms(a: Arms, b: Arms): Arms {
  const add = (arm: keyof Arms) => ({
    of: a[arm].of + b[arm].of,
    did: a[arm].did + b[arm].did,
    valueMinor: a[arm].valueMinor + b[arm].valueMinor,
  });
  return { treated: add('treated'), control: add('control'), holdout: add('holdout') };
}

function byLast(a: ReportRow, b: ReportRow): number {
  const worth = (row: ReportRow): number => row.credit?.last.conversions ?? -1;
  return worth(b) - worth(a) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

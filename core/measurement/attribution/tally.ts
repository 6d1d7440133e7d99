/** Adds up paths by row: what is kept grows with the rows and not with the paths. */
import { type Arms, type Assigned, addAssigned, NO_ARMS } from './arms.ts';
import { CREDIT_MODELS, type CreditModel, creditOf } from './credit.ts';
import { type Chain, createChain } from './markov.ts';
import type { Conversion, Path, Paths } from './path.ts';
import type { Touch, TouchKind } from './touch.ts';

/** Conversions and minor units. */
export type Credit = { readonly conversions: number; readonly valueMinor: number };

export type RowTally = {
  readonly kind: TouchKind;
  readonly name: string;
  /** With a touch on a path. */
  readonly visitors: number;
  readonly touches: number;
  readonly credit: Readonly<Record<CreditModel, Credit>>;
};

/** By what touches are told apart. */
export const BREAKDOWNS = ['campaign', 'channel'] as const;
export type Breakdown = (typeof BREAKDOWNS)[number];

export type BreakdownTally = {
  /** By place in the chain. */
  readonly rows: readonly RowTally[];
  readonly chain: Pick<Chain, 'removalEffects'>;
};

export type CampaignArms = { readonly arms: Arms; readonly channels: ReadonlySet<string> };

/** Of paths with a touch. */
export type PathSums = {
  /** Conversions at their end. */
  readonly attributed: Credit;
  /** Those that led to nothing so far; and those of them whose window is not over. */
  readonly unconverted: number;
  readonly open: number;
};

export type PathTally = {
  readonly visitors: number;
  readonly conversions: Credit;
  /** Of paths with a campaign of one's own. */
  readonly own: PathSums;
  /** Of paths that know of sources alone. */
  readonly sourced: PathSums;
  readonly breakdowns: Readonly<Record<Breakdown, BreakdownTally>>;
  /** By campaign. */
  readonly arms: ReadonlyMap<string, CampaignArms>;
};

export type Tally = {
  /** One visitor's. */
  add(paths: Paths, assigned: readonly Assigned[]): void;
  read(): PathTally;
};

/** Names of traffic are what anybody writes into an address: of very many, the later ones are one row. */
const MOST_ROWS: Readonly<Record<TouchKind, number>> = { campaign: 300, traffic: 100 };
export const OTHERS = '(others)';

/** Of one unit and one window. */
export function createTally(halfLifeMs: number): Tally {
  const breakdowns = { campaign: createBreakdown('campaign'), channel: createBreakdown('channel') };
  const arms = new Map<string, { arms: Arms; readonly channels: Set<string> }>();
  const sums = { own: createSums(), sourced: createSums() };
  let visitors = 0;
  let conversions = NO_CREDIT;
  const sumsOf = ({ touches }: Path) =>
    sums[touches.some(({ kind }) => kind === 'campaign') ? 'own' : 'sourced'];

  return {
    add: ({ paths, open }, assigned) => {
      visitors += 1;
      for (const path of open) sumsOf(path).open += 1;
      for (const path of paths) {
        const { touches, conversion } = path;
        const own = sumsOf(path);
        if (conversion === null) own.unconverted += 1;
        else conversions = addCredit(conversions, conversion, 1);
        if (conversion !== null && touches.length > 0)
          own.attributed = addCredit(own.attributed, conversion, 1);
      }
      for (const name of BREAKDOWNS) breakdowns[name].add(paths, halfLifeMs);
      for (const one of assigned) {
        const known = arms.get(one.campaign) ?? { arms: NO_ARMS, channels: new Set() };
        known.arms = addAssigned(known.arms, one);
        known.channels.add(one.channel);
        arms.set(one.campaign, known);
      }
    },
    read: () => ({ visitors, conversions, ...sums, breakdowns, arms }),
  };
}

export const NO_CREDIT: Credit = { conversions: 0, valueMinor: 0 };

function addCredit(credit: Credit | undefined, { valueMinor }: Conversion, share: number): Credit {
  return {
    conversions: (credit?.conversions ?? 0) + share,
    valueMinor: (credit?.valueMinor ?? 0) + share * valueMinor,
  };
}

function createSums() {
  return { attributed: NO_CREDIT, unconverted: 0, open: 0 };
}

type Row = {
  kind: TouchKind;
  name: string;
  visitors: number;
  touches: number;
  credit: Record<CreditModel, Credit>;
};

function createBreakdown(by: Breakdown) {
  const rows: Row[] = [];
  const places = new Map<string, number>();
  const chain = createChain();
  const room = { ...MOST_ROWS };

  function placeOf(touch: Touch): number {
    const name = touch[by];
    const known = places.get(`${touch.kind} ${name}`);
    if (known !== undefined) return known;
    if (name !== OTHERS && room[touch.kind] === 0) return placeOf({ ...touch, [by]: OTHERS });
    if (name !== OTHERS) room[touch.kind] -= 1;
    const credit = Object.fromEntries(CREDIT_MODELS.map((model) => [model, NO_CREDIT])) as Row['credit'];
    const place = rows.push({ kind: touch.kind, name, visitors: 0, touches: 0, credit }) - 1;
    places.set(`${touch.kind} ${name}`, place);
    return place;
  }

  function addPath({ touches, conversion }: Path, way: readonly number[], halfLifeMs: number): void {
    chain.add(way, conversion !== null);
    if (conversion === null) return;
    const shares = creditOf(
      touches.map(({ t }) => conversion.t - t),
      halfLifeMs,
    );
    for (const model of CREDIT_MODELS) {
      for (const [at, place] of way.entries()) {
        const row = rows[place];
        if (row !== undefined)
          row.credit[model] = addCredit(row.credit[model], conversion, shares[model][at] ?? 0);
      }
    }
  }

  return {
    rows: rows as readonly RowTally[],
    chain,
    /** @param paths Of one visitor. */
    add: (paths: readonly Path[], halfLifeMs: number): void => {
      const touched = new Map<number, Set<Touch>>();
      for (const path of paths) {
        if (path.touches.length === 0) continue;
        const way = path.touches.map(placeOf);
        addPath(path, way, halfLifeMs);
        for (const [at, touch] of path.touches.entries()) {
          const place = way[at] ?? 0;
          touched.set(place, (touched.get(place) ?? new Set()).add(touch));
        }
      }
      for (const [place, touches] of touched) {
        const row = rows[place];
        if (row === undefined) continue;
        row.visitors += 1;
        row.touches += touches.size;
      }
    },
  };
}

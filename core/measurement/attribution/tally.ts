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

export type PathTally = {
  readonly visitors: number;
  readonly conversions: Credit;
  /** With a touch before them. */
  readonly attributed: Credit;
  readonly unconverted: number;
  readonly open: number;
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
  const sums = { visitors: 0, unconverted: 0, open: 0 };
  let conversions = NO_CREDIT;
  let attributed = NO_CREDIT;

  return {
    add: ({ paths, open }, assigned) => {
      sums.visitors += 1;
      sums.open += open;
      for (const path of paths) {
        const { touches, conversion } = path;
        if (conversion === null) sums.unconverted += 1;
        else conversions = addCredit(conversions, conversion, 1);
        if (conversion !== null && touches.length > 0) attributed = addCredit(attributed, conversion, 1);
      }
      for (const name of BREAKDOWNS) breakdowns[name].add(paths, halfLifeMs);
      for (const one of assigned) {
        const known = arms.get(one.campaign) ?? { arms: NO_ARMS, channels: new Set() };
        known.arms = addAssigned(known.arms, one);
        known.channels.add(one.channel);
        arms.set(one.campaign, known);
      }
    },
    read: () => ({ ...sums, conversions, attributed, breakdowns, arms }),
  };
}

export const NO_CREDIT: Credit = { conversions: 0, valueMinor: 0 };

function addCredit(credit: Credit | undefined, { valueMinor }: Conversion, share: number): Credit {
  return {
    conversions: (credit?.conversions ?? 0) + share,
    valueMinor: (credit?.valueMinor ?? 0) + share * valueMinor,
  };
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

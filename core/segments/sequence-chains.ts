/** Chains of events that follow the steps of a sequence, in one group. */
import type { Hit } from './counter.ts';

export type Step =
  | { readonly kind: 'event'; readonly counter: number; readonly withinMs: number }
  | { readonly kind: 'absent'; readonly counter: number; readonly forMs: number };

export type Sequence = {
  readonly steps: readonly Step[];
  /** Counter of the first step. */
  readonly first: number;
  readonly isGrouped: boolean;
  /** Where the first step may lie: `(t - reachMs, t]`. */
  readonly reachMs: number;
  readonly hearsEnds: boolean;
};

/** Steps done so far: the last one's event, and the latest first step that leads to it. */
export type Chain = { readonly at: Hit; readonly first: Hit; readonly path: readonly Hit[] };
/** `[from, to)`: when a chain makes the condition hold. */
export type Stretch = { readonly from: number; readonly to: number; readonly chain: Chain };

/** How far the steps of one group came. */
export type Walk = {
  /** Of every chain that is complete but for time. */
  readonly stretches: readonly Stretch[];
  /** Those with the most steps. */
  readonly furthest: readonly Chain[];
  /** What came where something must be absent after the last of them. */
  listAgainst(chain: Chain): readonly Hit[];
};

export const NO_HITS: readonly Hit[] = [];

/** @param commonAt What must be absent whatever the group is. */
export function followChains(
  { steps, reachMs }: Sequence,
  starts: readonly Hit[],
  hitsAt: (step: number) => readonly Hit[],
  commonAt: (step: number) => readonly Hit[] = () => NO_HITS,
): Walk {
  let chains: readonly Chain[] = starts.map((hit) => ({ at: hit, first: hit, path: [hit] }));
  let pause: Pause = null;
  for (const [at, step] of steps.entries()) {
    if (at === 0) continue;
    if (chains.length === 0) break;
    const hits = hitsAt(at);
    if (step.kind === 'absent') {
      pause = { forMs: step.forMs, hits, common: commonAt(at) };
      continue;
    }
    const longer = extendChains(chains, hits, step.withinMs, pause);
    if (longer.length === 0) return { stretches: [], furthest: chains, listAgainst: listWithin(pause) };
    chains = longer;
    pause = null;
  }
  const lastAbsent = latestOf(pause);
  const stretches = chains.flatMap((chain) => {
    const from = chain.at.t + (pause?.forMs ?? 0);
    const to = chain.first.t + reachMs;
    const isBroken = lastAbsent !== undefined && isAfter(lastAbsent, chain.at);
    return isBroken || from >= to ? [] : [{ from, to, chain }];
  });
  return { stretches, furthest: chains, listAgainst: (chain) => listAfter(pause, chain) };
}

/** What ends an absence at the end of all steps, whenever it comes. */
function listAfter(pause: Pause, chain: Chain): readonly Hit[] {
  const hits = pause === null ? [] : [...pause.hits, ...pause.common].sort(comparePlaces);
  return hits.filter((hit) => isAfter(hit, chain.at));
}

/** What ends one between two steps. */
function listWithin(pause: Pause): Walk['listAgainst'] {
  const forMs = pause?.forMs ?? 0;
  return (chain) => listAfter(pause, chain).filter(({ t }) => t <= chain.at.t + forMs);
}

/** What must be absent, of the group and of every group; apart, since every group would have a copy of the latter. */
type Pause = {
  readonly forMs: number;
  readonly hits: readonly Hit[];
  readonly common: readonly Hit[];
} | null;

function latestOf(pause: Pause): Hit | undefined {
  const [own, common] = [pause?.hits.at(-1), pause?.common.at(-1)];
  if (own === undefined || common === undefined) return own ?? common;
  return isAfter(own, common) ? own : common;
}

/**
 * Of the chains an event may continue, the one that began last stays in the window longest. Events and chains are in
 * order, so that each chain enters and leaves the choice once: a visitor of thousands of events costs as many steps.
 */
function extendChains(
  chains: readonly Chain[],
  hits: readonly Hit[],
  withinMs: number,
  pause: Pause,
): readonly Chain[] {
  const usable = pause === null ? chains : chains.filter(isUnbroken(pause));
  const forMs = pause?.forMs ?? 0;
  /** Those that a later event may still continue, what began last in front; from `oldest` on. */
  const choice: Chain[] = [];
  let oldest = 0;
  let next = 0;
  return hits.flatMap((hit) => {
    for (
      let chain = usable[next];
      chain !== undefined && mayFollow(chain, hit, pause);
      chain = usable[next]
    ) {
      while (choice.length > oldest && beganBefore(choice.at(-1), chain)) choice.pop();
      choice.push(chain);
      next += 1;
    }
    for (let chain = choice[oldest]; chain !== undefined; chain = choice[oldest]) {
      if (hit.t - chain.at.t - forMs <= withinMs) break;
      oldest += 1;
    }
    const best = choice[oldest];
    return best === undefined ? [] : [{ at: hit, first: best.first, path: [...best.path, hit] }];
  });
}

function beganBefore(a: Chain | undefined, b: Chain): boolean {
  return a !== undefined && isAfter(b.first, a.first);
}

function mayFollow({ at }: Chain, hit: Hit, pause: Pause): boolean {
  return isAfter(hit, at) && (pause === null || hit.t > at.t + pause.forMs);
}

/** Nothing came that must be absent after a chain. */
function isUnbroken({ forMs, hits, common }: NonNullable<Pause>): (chain: Chain) => boolean {
  const isFree = (list: readonly Hit[], { at }: Chain): boolean => {
    const absent = list[placeAfter(list, at)];
    return absent === undefined || absent.t > at.t + forMs;
  };
  return (chain) => isFree(hits, chain) && isFree(common, chain);
}

/** How many of them lie at or before a match. */
function placeAfter(hits: readonly Hit[], at: Hit): number {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAfter(hits[middle] as Hit, at)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isAfter(a: Hit, b: Hit): boolean {
  return comparePlaces(a, b) > 0;
}

/** By time first: what retention took of one class may lie after what it left of another. */
export function comparePlaces(a: Hit, b: Hit): number {
  return a.t - b.t || a.n - b.n;
}

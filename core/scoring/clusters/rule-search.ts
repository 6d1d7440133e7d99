/** The rule of at most four conditions that agrees best with a cluster: a beam search over rounded bounds. */
import type { Matrix } from '../matrix.ts';
import type { Rule, RuleCondition } from './rule.ts';

/** `gte` and `lte` of one feature make one condition together. */
type Bound = {
  readonly feature: number;
  readonly op: 'gte' | 'lte';
  readonly value: number;
  /** A bit for each row: where it holds. */
  readonly bits: Uint32Array;
};

type Candidate = { readonly bounds: readonly Bound[]; readonly bits: Uint32Array; readonly f1: number };

const MOST_CONDITIONS = 4;
const BEAM = 8;
const CUTS = 24;
/** What a further bound has to bring: a rule that is read is worth more than a hundredth. */
const LEAST_GAIN = 0.01;

/**
 * @param inside By row: 1 where it is in the cluster.
 * @returns Empty where no condition agrees better than all sessions together do.
 * @example findRule(matrix, inside) // [{ feature: 'adds', op: 'gte', value: 1 }, { feature: 'searches', op: 'lte', value: 0 }]
 */
export function findRule(matrix: Matrix, inside: Uint8Array): Rule {
  const target = packBits(inside);
  const size = countBits(target);
  const bounds = matrix.columns.flatMap(listBounds);
  const all = new Uint32Array(target.length).fill(0xffffffff);
  let best: Candidate = { bounds: [], bits: all, f1: (2 * size) / (size + matrix.rows) };
  let beam: readonly Candidate[] = [best];
  while (beam.length > 0) {
    beam = widen(beam, bounds, { target, size });
    const [first] = beam;
    if (first === undefined || first.f1 < best.f1 + LEAST_GAIN) break;
    best = first;
  }
  return joinBounds(best.bounds, matrix);
}

type Target = { readonly target: Uint32Array; readonly size: number };

function widen(beam: readonly Candidate[], bounds: readonly Bound[], goal: Target): readonly Candidate[] {
  const found = beam.flatMap((candidate) =>
    bounds.filter((bound) => isRoomFor(candidate, bound)).map((bound) => narrow(candidate, bound, goal)),
  );
  const seen = new Set<string>();
  const kept: Candidate[] = [];
  for (const candidate of found.sort((a, b) => b.f1 - a.f1)) {
    const key = candidate.bounds
      .map(({ feature, op, value }) => `${feature}${op}${value}`)
      .sort()
      .join();
    if (!seen.has(key)) kept.push(candidate);
    seen.add(key);
    if (kept.length === BEAM) break;
  }
  return kept;
}

function isRoomFor({ bounds }: Candidate, { feature, op }: Bound): boolean {
  if (bounds.some((bound) => bound.feature === feature && bound.op === op)) return false;
  return new Set([...bounds.map((bound) => bound.feature), feature]).size <= MOST_CONDITIONS;
}

function narrow({ bounds, bits }: Candidate, bound: Bound, { target, size }: Target): Candidate {
  const narrowed = new Uint32Array(bits.length);
  let [meant, both] = [0, 0];
  for (let word = 0; word < bits.length; word++) {
    const left = (bits[word] as number) & (bound.bits[word] as number);
    narrowed[word] = left;
    meant += countOnes(left);
    both += countOnes(left & (target[word] as number));
  }
  return { bounds: [...bounds, bound], bits: narrowed, f1: (2 * both) / (meant + size) };
}

/** Bounds that some rows satisfy and some do not. */
function listBounds(column: Float64Array, feature: number): readonly Bound[] {
  const values = cutValues(column);
  return values.flatMap((value) =>
    (['gte', 'lte'] as const).flatMap((op) => {
      const holds = Uint8Array.from(column, (own) => Number(op === 'gte' ? own >= value : own <= value));
      const count = holds.reduce((sum, one) => sum + one, 0);
      return count === 0 || count === column.length ? [] : [{ feature, op, value, bits: packBits(holds) }];
    }),
  );
}

function cutValues(column: Float64Array): readonly number[] {
  const sorted = column.toSorted();
  const cuts = Array.from({ length: CUTS }, (_, at) =>
    roundReadably(sorted[Math.floor((at / CUTS) * sorted.length)] ?? 0),
  );
  // What few sessions do lies beyond all quantiles.
  return [...new Set([0, 1, 2, ...cuts, roundReadably(sorted.at(-1) ?? 0)])].sort((a, b) => a - b);
}

const MANTISSAS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** @example roundReadably(137) // 150 */
function roundReadably(value: number): number {
  if (value < 10) return Math.round(value);
  const power = 10 ** Math.floor(Math.log10(value));
  const nearest = MANTISSAS.reduce((best, one) =>
    Math.abs(one - value / power) < Math.abs(best - value / power) ? one : best,
  );
  return Math.round(nearest * power);
}

function joinBounds(bounds: readonly Bound[], { features }: Matrix): Rule {
  const asked = [...new Set(bounds.map(({ feature }) => feature))].sort((a, b) => a - b);
  return asked.map((at): RuleCondition => {
    const feature = features[at]?.name ?? '';
    const low = bounds.find((bound) => bound.feature === at && bound.op === 'gte')?.value;
    const high = bounds.find((bound) => bound.feature === at && bound.op === 'lte')?.value;
    if (low === undefined) return { feature, op: 'lte', value: high ?? 0 };
    return high === undefined
      ? { feature, op: 'gte', value: low }
      : { feature, op: 'between', value: [low, high] };
  });
}

function packBits(flags: Uint8Array): Uint32Array {
  const bits = new Uint32Array(Math.ceil(flags.length / 32));
  for (let row = 0; row < flags.length; row++) {
    if (flags[row] === 1) bits[row >>> 5] = (bits[row >>> 5] as number) | (1 << (row & 31));
  }
  return bits;
}

const countBits = (bits: Uint32Array): number => bits.reduce((sum, word) => sum + countOnes(word), 0);

/** Ones of a 32-bit word, counted side by side (Warren, Hacker's Delight, 5-1). */
function countOnes(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

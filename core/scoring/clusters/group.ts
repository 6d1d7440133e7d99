/** One group of sessions: whether it may be told of, and by which rule. */
import { type Matrix, pickRows } from '../matrix.ts';
import { type Agreement, agreementOf, applyRule, type Rule } from './rule.ts';
import { findRule } from './rule-search.ts';

export type DiscoveredSegment = {
  readonly rule: Rule;
  /** Measured on sessions that the rule was not made of. */
  readonly agreement: Agreement & {
    /** Sessions that the rule means, of all there are, and their share. */
    readonly size: number;
    readonly share: number;
  };
  /** How well the group is found again, 0 to 1. */
  readonly stability: number;
};

export type DroppedGroup = {
  readonly sessions: number;
  readonly why: 'too_small' | 'unstable' | 'no_rule';
};

export type Group = {
  /** All sessions. */
  readonly matrix: Matrix;
  /** Those that groups were found in, by their rows, in random order. */
  readonly rows: Uint32Array;
  /** Of these: 1 where it is in the group. */
  readonly inside: Uint8Array;
  readonly jaccard: number;
};

/** @returns Whether rows of the matrix are of visitors enough that none of them is told of. */
export type IsCrowd = (rows: readonly number[]) => boolean;

/** Below it a cluster should not be trusted (Hennig 2007). */
const LEAST_JACCARD = 0.75;
/** Substantial agreement (Landis and Koch 1977). */
const LEAST_KAPPA = 0.6;
/** Of the sessions, to make a rule of; the others judge it. */
const TAUGHT = 0.7;

/** @example describeGroup(group, isCrowd) // { rule: [{ feature: 'adds', op: 'gte', value: 1 }], agreement: { f1: 0.97, … }, … } */
export function describeGroup(group: Group, isCrowd: IsCrowd): DiscoveredSegment | DroppedGroup {
  const { matrix, rows, inside, jaccard } = group;
  const members = [...rows].filter((_, at) => inside[at] === 1);
  const drop = (why: DroppedGroup['why']): DroppedGroup => ({ sessions: members.length, why });
  if (!isCrowd(members)) return drop('too_small');
  if (jaccard < LEAST_JACCARD) return drop('unstable');
  const taught = Math.floor(TAUGHT * rows.length);
  const rule = findRule(pickRows(matrix, rows.subarray(0, taught)), inside.subarray(0, taught));
  const agreement = judgeRule(rule, pickRows(matrix, rows.subarray(taught)), inside.subarray(taught));
  if (rule.length === 0 || agreement.kappa < LEAST_KAPPA) return drop('no_rule');
  const holds = applyRule(rule, matrix);
  const meant = [...holds.keys()].filter((row) => holds[row] === 1);
  if (!isCrowd(meant)) return drop('too_small');
  const size = meant.length;
  return { rule, agreement: { ...agreement, size, share: size / matrix.rows }, stability: jaccard };
}

function judgeRule(rule: Rule, matrix: Matrix, inside: Uint8Array): Agreement {
  const holds = applyRule(rule, matrix);
  const count = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);
  const both = count(holds.map((one, row) => one & (inside[row] ?? 0)));
  return agreementOf({ both, meant: count(holds), inside: count(inside), all: matrix.rows });
}

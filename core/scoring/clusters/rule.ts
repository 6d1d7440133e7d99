/** A cluster in words that can be checked: at most four conditions on what was done in a session. */
import type { Matrix } from '../matrix.ts';

export type RuleCondition =
  | { readonly feature: string; readonly op: 'gte' | 'lte'; readonly value: number }
  /** Both ends are inside. */
  | {
      readonly feature: string;
      readonly op: 'between';
      readonly value: readonly [low: number, high: number];
    };

/** All of them must hold. */
export type Rule = readonly RuleCondition[];

/** How far a rule and a cluster mean the same sessions. */
export type Agreement = {
  /** Of the sessions that the rule means, how many are in the cluster. */
  readonly precision: number;
  /** Of the sessions in the cluster, how many the rule means. */
  readonly recall: number;
  readonly f1: number;
  /** 1: the same sessions. 0: as many as by chance (Cohen 1960). */
  readonly kappa: number;
};

/** By row: 1 where the rule holds. @throws RangeError for a feature that the matrix lacks. */
export function applyRule(rule: Rule, { features, columns, rows }: Matrix): Uint8Array {
  const holds = new Uint8Array(rows).fill(1);
  for (const condition of rule) {
    const column = columns[features.findIndex(({ name }) => name === condition.feature)];
    if (column === undefined) throw new RangeError(`there is no feature ${condition.feature}`);
    const [low, high] = boundsOf(condition);
    for (let row = 0; row < rows; row++) {
      const value = column[row] as number;
      if (!(value >= low && value <= high)) holds[row] = 0;
    }
  }
  return holds;
}

/** @example boundsOf({ feature: 'adds', op: 'gte', value: 1 }) // [1, Infinity] */
export function boundsOf({ op, value }: RuleCondition): readonly [low: number, high: number] {
  if (op === 'between') return value;
  return op === 'gte' ? [value, Number.POSITIVE_INFINITY] : [Number.NEGATIVE_INFINITY, value];
}

/** @param counts Sessions: in both, meant by the rule, in the cluster, and all there are. */
export function agreementOf(counts: {
  readonly both: number;
  readonly meant: number;
  readonly inside: number;
  readonly all: number;
}): Agreement {
  const { both, meant, inside, all } = counts;
  const observed = (all - meant - inside + 2 * both) / all;
  const byChance = (meant * inside + (all - meant) * (all - inside)) / all ** 2;
  return {
    precision: meant === 0 ? 0 : both / meant,
    recall: inside === 0 ? 0 : both / inside,
    f1: meant + inside === 0 ? 0 : (2 * both) / (meant + inside),
    kappa: byChance === 1 ? 0 : (observed - byChance) / (1 - byChance),
  };
}

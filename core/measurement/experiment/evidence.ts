/** What a verdict is made from. */
import type { Interval } from '../proportions.ts';
import type { GoalKind } from './sample.ts';
import type { SampleRatio } from './srm.ts';

/** What sums are in: `{ scale: 100, name: 'EUR' }` where they are of cents. */
export type Unit = { readonly scale: number; readonly name: string };

/** A difference between treatment and control, with the interval that holds at every look; in the goal's units. */
export type Difference = {
  readonly goal: GoalKind;
  readonly estimate: number;
  readonly interval: Interval;
  readonly controlMean: number;
  readonly unit?: Unit;
};

/** What must not get worse while the goal gets better. */
export type GuardEvidence = {
  readonly key: string;
  /** null: nothing varies, or there is nobody. */
  readonly difference: Difference | null;
  /** Its interval covers a share of 1 - level. */
  readonly level: number;
};

export type Evidence = {
  /** Of the treatment. */
  readonly key: string;
  readonly visitors: { readonly control: number; readonly treatment: number };
  /** Full ones since the start. */
  readonly days: number;
  readonly sampleRatio: SampleRatio;
  /** null: nothing varies, or there is nobody. */
  readonly difference: Difference | null;
  /** The difference's interval covers a share of 1 - level. */
  readonly level: number;
  /** How many in the smaller arm, did the arms not differ, do otherwise than the rest; paying unequally counts for fewer. */
  readonly dueConversions: number;
  readonly guards: readonly GuardEvidence[];
};

/** Why a score is what it is: by how much each feature moves it, and the same in words. */

export type Reason = {
  readonly feature: string;
  /** The place of its level where it is a category; NaN: not known. */
  readonly value: number;
  /** By how much it moves the margin away from the base, in log-odds (amounts: on the model's own scale). */
  readonly shap: number;
};

/** The strongest first; equal ones by name. @example rankReasons(reasons).slice(0, 5) */
export function rankReasons(reasons: readonly Reason[]): readonly Reason[] {
  return [...reasons].sort((a, b) => Math.abs(b.shap) - Math.abs(a.shap) || (a.feature < b.feature ? -1 : 1));
}

/** Whether a condition holds at an instant, and for how long that is certain while no entry comes. */
export type Verdict = {
  readonly holds: boolean;
  /**
   * No change before this instant (UTC ms) without a new entry; null: never. It may be asked too early, never too
   * late: whoever has to name the instant of the change itself asks again there (`nextChange`).
   */
  readonly until: number | null;
};

export const NEVER: Verdict = { holds: false, until: null };
export const ALWAYS: Verdict = { holds: true, until: null };

export function earlier(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null || a < b ? a : b;
}

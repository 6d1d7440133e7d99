/** A figure with a bar beside it. No DOM, no colours. */

export type Bar = {
  readonly key: string;
  readonly label: string;
  /** What is written beside the bar. */
  readonly text: string;
  /** From where to where the bar goes, 0 to 1. */
  readonly from: number;
  readonly to: number;
  /** How sure its end is, 0 to 1. */
  readonly interval?: { readonly low: number; readonly high: number };
  /** `against` stands out from the others. */
  readonly look?: 'plain' | 'against';
  /** In further columns. */
  readonly more?: readonly string[];
};

/** An event after identify: hashed, cleaned, timed, not yet held against the tracking plan. */
import type { Context, Flag, Source, VisitorId } from '../entry.ts';
import type { Removal } from './properties.ts';

export type Draft = {
  /** Place in the input, for refusals. */
  readonly at: string;
  readonly id: string;
  readonly name: string;
  readonly t: number;
  readonly visitor: VisitorId | null;
  readonly source: Source;
  readonly page?: string;
  readonly context: Context;
  readonly properties: { readonly [key: string]: unknown };
  readonly flags: readonly Flag[];
  readonly removed: readonly Removal[];
};

/** What goes back to Segment, as the API and the command line answer it. */
import type { OutboxCounts } from '../../core/deliveries/desk.ts';
import type { WriteBackState } from '../../integrations/segment/write-back/write-backs.ts';

export type WriteBackView =
  | { readonly state: 'off' }
  | ({
      readonly state: 'on';
      /** `at` in ISO 8601. */
      readonly lastFailure: { readonly at: string; readonly reason: string } | null;
    } & Omit<WriteBackState, 'counts' | 'lastFailure'> &
      OutboxCounts);

/** @param state Null: it is off. @example presentWriteBack(null) // { state: 'off' } */
export function presentWriteBack(state: WriteBackState | null): WriteBackView {
  if (state === null) return { state: 'off' };
  const { counts, lastFailure: last, ...shown } = state;
  const lastFailure = last === null ? null : { ...last, at: new Date(last.at).toISOString() };
  return { state: 'on', ...shown, ...counts, lastFailure };
}

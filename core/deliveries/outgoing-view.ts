/** Whatever leaves the house, as everybody outside sees it. */
import type { Entry } from '../entry.ts';
import {
  type ConversionView,
  type DecisionView,
  isConversion,
  isDecision,
  viewConversion,
  viewDecision,
} from './decision-view.ts';
import { type NoticeView, viewNotice } from './notice-view.ts';

export const OUTGOING_TYPES = ['notice', 'decision', 'conversion'] as const;
export type OutgoingType = (typeof OUTGOING_TYPES)[number];
export type OutgoingView = NoticeView | DecisionView | ConversionView;

/** Null: it stays in the house. @example outgoingType(entry) // 'notice' */
export function outgoingType(entry: Entry): OutgoingType | null {
  if (entry.type === 'notice') return 'notice';
  if (isDecision(entry)) return 'decision';
  return isConversion(entry) ? 'conversion' : null;
}

/** @param visitor How the receiver knows the visitor; by the entry's own id when left out. */
export function viewOutgoing(entry: Entry, visitor?: string): OutgoingView {
  if (entry.type === 'notice') return viewNotice(entry, visitor);
  return isDecision(entry) ? viewDecision(entry, visitor) : viewConversion(entry, visitor);
}

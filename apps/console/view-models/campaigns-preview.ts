/** What the frame is told to show of a draft. */
import type { ShowMessage, Shown, StandIns } from '../preview/message.ts';
import { type Draft, isFields, type Json } from './campaigns-document.ts';
import { readKind } from './campaigns-treatments.ts';

export type PreviewAround = {
  readonly draft: Draft;
  readonly language: string;
  readonly isDark: boolean;
  readonly isUsed: boolean;
  readonly currency: string;
  readonly standIns: StandIns;
};

/** @returns null of a control arm, and of what is sent to machines. @example previewOf(treatment, around)?.slot */
export function previewOf(
  treatment: Json,
  { draft, language, isDark, isUsed, currency, standIns }: PreviewAround,
): ShowMessage | null {
  const kind = isFields(treatment) ? readKind(treatment.kind) : null;
  if (kind === null || kind === 'signal') return null;
  const { trigger, audience, uplift, saysWhy } = draft;
  const slot = isFields(trigger) && typeof trigger.slot === 'string' ? trigger.slot : null;
  const isBySegment =
    (isFields(audience) && Object.keys(audience).length > 0) ||
    (isFields(trigger) && ('entry' in trigger || 'exit' in trigger));
  return {
    type: 'inkling:show',
    // As it is written now: the frame shows what can be shown of it, as a page would.
    treatment: treatment as Shown,
    slot: kind === 'email' ? null : slot,
    saysWhy: saysWhy !== false && (isBySegment || uplift !== undefined),
    ...{ language, isDark, isUsed, currency, standIns },
  };
}

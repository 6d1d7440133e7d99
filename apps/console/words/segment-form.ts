/** What the builder of segments says. */
import { DE } from './segment-form/de.ts';
import { EN } from './segment-form/en.ts';
import type { SegmentFormWords } from './segment-form/shape.ts';
import type { WordSet } from './words.ts';

export type { SegmentFormWords };

export const SEGMENT_FORM: WordSet<SegmentFormWords> = { en: EN, de: DE };

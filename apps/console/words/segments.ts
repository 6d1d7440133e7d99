/** What the pages of segments say. */
import { DE } from './segments/de.ts';
import { EN } from './segments/en.ts';
import type { SegmentsWords } from './segments/shape.ts';
import type { WordSet } from './words.ts';

export type { SegmentsWords };

export const SEGMENTS: WordSet<SegmentsWords> = { en: EN, de: DE };

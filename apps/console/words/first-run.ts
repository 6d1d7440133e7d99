/** What the first run and the sample data say. */
import { DE } from './first-run/de.ts';
import { EN } from './first-run/en.ts';
import type { FirstRunWords } from './first-run/shape.ts';
import type { WordSet } from './words.ts';

export type { FirstRunWords };

export const FIRST_RUN: WordSet<FirstRunWords> = { en: EN, de: DE };

/** What is held, for the merchant: by the names of the data map (core/privacy/data-map.ts), in words that need no law book. */
import { de } from './held/de.ts';
import { en } from './held/en.ts';
import type { HeldWords } from './held-shape.ts';
import type { WordSet } from './words.ts';

export const HELD: WordSet<HeldWords> = { en, de };

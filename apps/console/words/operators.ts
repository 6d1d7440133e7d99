/** How two values are compared: the builder offers it in the words in which lists say it. */
import type { WordSet } from './words.ts';

type OperatorWords = Readonly<
  Record<'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'nin' | 'contains' | 'startsWith', string>
>;

export const OPERATORS: WordSet<OperatorWords> = {
  en: {
    eq: 'is',
    ne: 'is not',
    gt: 'over',
    gte: 'at least',
    lt: 'under',
    lte: 'at most',
    in: 'one of',
    nin: 'none of',
    contains: 'contains',
    startsWith: 'starts with',
  },
  de: {
    eq: 'ist',
    ne: 'ist nicht',
    gt: 'über',
    gte: 'mindestens',
    lt: 'unter',
    lte: 'höchstens',
    in: 'eins von',
    nin: 'keins von',
    contains: 'enthält',
    startsWith: 'beginnt mit',
  },
};

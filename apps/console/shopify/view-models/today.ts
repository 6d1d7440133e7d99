/** The day so far as it is shown. */
import type { Today } from '../../../../integrations/shopify/admin-page/contract.ts';
import type { Format } from '../../view-models/format.ts';
import type { Words } from '../words/words.ts';

export type TodayView = {
  readonly intro: string;
  readonly figures: readonly { readonly label: string; readonly value: string; readonly note: string }[];
  readonly names: readonly (readonly [name: string, count: string])[];
  readonly isEmpty: boolean;
  readonly counted: string;
};

const FIGURES = ['loads', 'events', 'orders'] as const;

/** @example viewToday(today, words, format).figures[0] // { label: 'Events', value: '1,840', note: '…' } */
export function viewToday(today: Today, words: Words, format: Format): TodayView {
  return {
    intro: words.today.intro(format.day(today.date), today.zone),
    figures: FIGURES.map((figure) => ({
      label: words.today.figures[figure],
      value: format.count(today[figure]),
      note: words.today.notes[figure],
    })),
    names: today.names.map(({ name, count }) => [name, format.count(count)] as const),
    isEmpty: FIGURES.every((figure) => today[figure] === 0),
    counted: words.today.counted(format.time(today.at)),
  };
}

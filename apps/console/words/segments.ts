/** What the page of segments says. */
import type { WordSet } from './words.ts';

export type SegmentsWords = {
  readonly intro: string;
  readonly empty: string;
  readonly emptyText: string;
  readonly columns: {
    readonly name: string;
    readonly when: string;
    readonly size: string;
    readonly state: string;
  };
  readonly ready: string;
  readonly building: (share: string) => string;
  readonly uncounted: string;
  readonly more: string;
};

export const SEGMENTS: WordSet<SegmentsWords> = {
  en: {
    intro: 'A segment is a condition with a name. Who is in it changes as visitors act, and as time passes.',
    empty: 'Your first segment',
    emptyText: 'Describe in a line whom you mean. Its visitors are counted from the events that are there.',
    columns: { name: 'Segment', when: 'Who is in it', size: 'Visitors now', state: 'State' },
    ready: 'Live',
    building: (share) => `Counting, ${share}`,
    uncounted: 'Not counted yet',
    more: 'Show more',
  },
  de: {
    intro:
      'Ein Segment ist eine Bedingung mit einem Namen. Wer darin ist, ändert sich mit dem, was Besucher tun, und mit der Zeit.',
    empty: 'Ihr erstes Segment',
    emptyText:
      'Beschreiben Sie in einer Zeile, wen Sie meinen. Gezählt wird aus den Ereignissen, die da sind.',
    columns: { name: 'Segment', when: 'Wer darin ist', size: 'Besucher jetzt', state: 'Stand' },
    ready: 'Aktiv',
    building: (share) => `Wird gezählt, ${share}`,
    uncounted: 'Noch nicht gezählt',
    more: 'Mehr zeigen',
  },
};

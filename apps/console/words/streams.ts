/** What pages say of a stream that they follow. */
import type { WordSet } from './words.ts';

type StreamWords = {
  readonly hold: string;
  readonly goOn: string;
  readonly held: (waiting: string) => string;
  readonly states: {
    readonly connecting: string;
    readonly open: string;
    readonly hidden: string;
    readonly waiting: string;
    readonly over: string;
  };
};

export const STREAMS: WordSet<StreamWords> = {
  en: {
    hold: 'Pause',
    goOn: 'Go on',
    held: (waiting) => `Paused, ${waiting} new`,
    states: {
      connecting: 'Connecting',
      open: 'Live',
      hidden: 'Paused while out of sight',
      waiting: 'Broken off; trying again',
      over: 'Ended; load the page again',
    },
  },
  de: {
    hold: 'Anhalten',
    goOn: 'Weiter',
    held: (waiting) => `Angehalten, ${waiting} neu`,
    states: {
      connecting: 'Verbindet',
      open: 'Jetzt',
      hidden: 'Ruht, solange niemand hinsieht',
      waiting: 'Abgerissen, neuer Versuch läuft',
      over: 'Beendet; laden Sie die Seite neu',
    },
  },
};

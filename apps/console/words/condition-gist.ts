/** What a condition asks, said in short: a list of what must be so. */
import { OPERATORS } from './operators.ts';
import type { WordSet } from './words.ts';

type Filled = (text: string) => string;

export type GistWords = {
  readonly gist: {
    readonly and: string;
    readonly or: string;
    readonly not: Filled;
    readonly quoted: Filled;
    readonly segment: Filled;
    readonly stage: Filled;
    readonly within: Filled;
    readonly between: (from: string, to: string) => string;
    readonly windows: Readonly<
      Record<'session' | 'lifetime' | 'today' | 'yesterday' | 'thisWeek' | 'thisMonth', string>
    >;
    /** As they stand after “within”, one and more. */
    readonly units: Readonly<Record<string, readonly [one: string, more: string]>>;
    readonly times: Filled;
    readonly same: Filled;
    readonly measures: Readonly<Record<'sum' | 'avg' | 'min' | 'max' | 'distinct', Filled>>;
    readonly operators: Readonly<Record<string, string>>;
    readonly known: string;
    readonly unknown: string;
    readonly sources: Readonly<Record<string, string>>;
    readonly without: Filled;
    readonly before: Filled;
    readonly after: Filled;
    readonly ago: Filled;
    readonly thenCame: string;
    readonly absent: (event: string, length: string) => string;
    readonly begun: Filled;
    readonly idle: Filled;
    readonly since: (event: string, bound: string) => string;
    readonly trait: Filled;
    readonly anniversary: Filled;
    readonly account: Filled;
    readonly fold: Filled;
    readonly context: Filled;
    readonly rfm: Readonly<Record<'recency' | 'frequency' | 'monetary' | 'r' | 'f' | 'm', string>>;
    readonly score: Filled;
    readonly leave: Filled;
    readonly dwell: Filled;
    readonly random: (share: string, seed: string) => string;
  };
};

export const GIST: WordSet<GistWords> = {
  en: {
    gist: {
      and: ' and ',
      or: ' or ',
      not: (text) => `not (${text})`,
      quoted: (text) => `“${text}”`,
      segment: (key) => `in the segment “${key}”`,
      stage: (key) => `in the stage “${key}”`,
      within: (length) => `within ${length}`,
      between: (from, to) => `from ${from} to ${to} ago`,
      windows: {
        session: 'in this visit',
        lifetime: 'in all time',
        today: 'today',
        yesterday: 'yesterday',
        thisWeek: 'this week',
        thisMonth: 'this month',
      },
      units: {
        ms: ['millisecond', 'milliseconds'],
        s: ['second', 'seconds'],
        m: ['minute', 'minutes'],
        h: ['hour', 'hours'],
        d: ['day', 'days'],
        w: ['week', 'weeks'],
      },
      times: (bound) => `${bound} times`,
      same: (path) => `each time the same ${path}`,
      measures: {
        sum: (path) => `sum of ${path}`,
        avg: (path) => `average of ${path}`,
        min: (path) => `lowest ${path}`,
        max: (path) => `highest ${path}`,
        distinct: (path) => `number of different ${path}`,
      },
      operators: OPERATORS.en,
      known: 'is known',
      unknown: 'is not known',
      sources: { web: 'on the website', server: 'from a server', email: 'by e-mail' },
      without: (text) => `without ${text}`,
      before: (event) => `before the last ${event}`,
      after: (event) => `after the last ${event}`,
      ago: (bound) => `which was ${bound} ago`,
      thenCame: ', then ',
      absent: (event, length) => `no ${event} for ${length}`,
      begun: (window) => `begun ${window}`,
      idle: (length) => `not here for ${length}`,
      since: (event, bound) => `last ${event} ${bound} ago`,
      trait: (path) => `trait ${path}`,
      anniversary: (path) => `anniversary of ${path} is today`,
      account: (path) => `account’s ${path}`,
      fold: (text) => `the account as a whole: ${text}`,
      context: (path) => `latest ${path}`,
      rfm: {
        recency: 'last purchase',
        frequency: 'purchases',
        monetary: 'spent',
        r: 'fifth by last purchase',
        f: 'fifth by purchases',
        m: 'fifth by spending',
      },
      score: (label) => `score “${label}”`,
      leave: (bound) => `until it is under ${bound}`,
      dwell: (length) => `for ${length} at least`,
      random: (share, seed) => `${share} by chance (drawn by “${seed}”)`,
    },
  },
  de: {
    gist: {
      and: ' und ',
      or: ' oder ',
      not: (text) => `nicht (${text})`,
      quoted: (text) => `„${text}“`,
      segment: (key) => `im Segment „${key}“`,
      stage: (key) => `in der Stufe „${key}“`,
      within: (length) => `innerhalb von ${length}`,
      between: (from, to) => `vor ${from} bis vor ${to}`,
      windows: {
        session: 'in diesem Besuch',
        lifetime: 'in der ganzen Zeit',
        today: 'heute',
        yesterday: 'gestern',
        thisWeek: 'in dieser Woche',
        thisMonth: 'in diesem Monat',
      },
      units: {
        ms: ['Millisekunde', 'Millisekunden'],
        s: ['Sekunde', 'Sekunden'],
        m: ['Minute', 'Minuten'],
        h: ['Stunde', 'Stunden'],
        d: ['Tag', 'Tagen'],
        w: ['Woche', 'Wochen'],
      },
      times: (bound) => `${bound}-mal`,
      same: (path) => `jeweils mit demselben Wert von ${path}`,
      measures: {
        sum: (path) => `Summe von ${path}`,
        avg: (path) => `Durchschnitt von ${path}`,
        min: (path) => `kleinster Wert von ${path}`,
        max: (path) => `größter Wert von ${path}`,
        distinct: (path) => `Anzahl verschiedener Werte von ${path}`,
      },
      operators: OPERATORS.de,
      known: 'ist bekannt',
      unknown: 'ist nicht bekannt',
      sources: { web: 'auf der Website', server: 'von einem Server', email: 'per E-Mail' },
      without: (text) => `ohne ${text}`,
      before: (event) => `vor dem letzten ${event}`,
      after: (event) => `nach dem letzten ${event}`,
      ago: (bound) => `das ${bound} her ist`,
      thenCame: ', dann ',
      absent: (event, length) => `kein ${event} in ${length}`,
      begun: (window) => `begonnen ${window}`,
      idle: (length) => `nicht da gewesen seit ${length}`,
      since: (event, bound) => `zuletzt ${event} vor ${bound}`,
      trait: (path) => `Merkmal ${path}`,
      anniversary: (path) => `Jahrestag von ${path} ist heute`,
      account: (path) => `${path} des Kontos`,
      fold: (text) => `das Konto im Ganzen: ${text}`,
      context: (path) => `zuletzt ${path}`,
      rfm: {
        recency: 'letzter Kauf vor',
        frequency: 'Käufe',
        monetary: 'ausgegeben',
        r: 'Fünftel nach letztem Kauf',
        f: 'Fünftel nach Zahl der Käufe',
        m: 'Fünftel nach Ausgaben',
      },
      score: (label) => `Prognose „${label}“`,
      leave: (bound) => `bis sie unter ${bound} liegt`,
      dwell: (length) => `mindestens ${length} lang`,
      random: (share, seed) => `zufällig ${share} aller (gezogen mit „${seed}“)`,
    },
  },
};

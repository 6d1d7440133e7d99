/** What the page of privacy says of terms. */
import { counted, type WordSet } from './words.ts';

export type TermsWords = {
  readonly terms: {
    readonly title: string;
    readonly text: string;
    readonly columns: {
      readonly what: string;
      readonly days: string;
      readonly stays: string;
      readonly would: string;
    };
    readonly classes: { readonly [name: string]: { readonly name: string; readonly stays: string } };
    readonly noTerm: string;
    readonly count: string;
    readonly counted: (at: string) => string;
    readonly notCounted: string;
    readonly nothing: string;
    readonly some: (count: string) => string;
    readonly clock: string;
    readonly keep: string;
    readonly ask: string;
    readonly askText: (count: string) => string;
    readonly askStays: string;
    readonly kept: (count: string) => string;
    readonly change: string;
  };
};

export const TERMS: WordSet<TermsWords> = {
  en: {
    terms: {
      title: 'How long each kind is kept',
      text: 'What is over its term goes by itself, once a day. Counts and sums stay.',
      columns: { what: 'Kind', days: 'Kept for', stays: 'What stays', would: 'Would go now' },
      classes: {
        notices: {
          name: 'Segments entered and left',
          stays: 'the latest of each segment',
        },
        'raw events': { name: 'What visitors did', stays: 'counts, sums, first and last times' },
        scores: { name: 'Scores', stays: 'the newest' },
        'decisions and exposures': {
          name: 'What campaigns chose and showed',
          stays: 'the group, what came of it, and every total',
        },
        'contact data': { name: 'E-mail addresses', stays: 'nothing' },
        'plan violations': { name: 'Faults in events', stays: 'nothing' },
        'audit log': { name: 'Audit log', stays: 'nothing' },
        'idle profiles': {
          name: 'Profiles of visitors who stay away',
          stays: 'what they refused, and every total',
        },
      },
      noTerm: 'until consent ends',
      count: 'Count what would go now',
      counted: (at) => `Counted as of ${at}. Nothing was removed.`,
      notCounted: '–',
      nothing: 'Nothing is over its term.',
      some: (count) =>
        counted(count, 'One record is over its term.', `${count} records are over their term.`),
      clock:
        'The clock of the server is ahead of its last run: terms follow it a week at a time. If it is right, run “inkling retain --clock-is-right” on the machine.',
      keep: 'Remove them now',
      ask: 'Remove what is over its term?',
      askText: (count) =>
        `${counted(count, 'One record goes', `${count} records go`)} for good, today instead of with the next daily run.`,
      askStays:
        'Counts, sums and every total of your campaigns stay. Nobody enters or leaves a segment by it.',
      kept: (count) => counted(count, 'One record was removed.', `${count} records were removed.`),
      change: 'Change the terms in Settings',
    },
  },
  de: {
    terms: {
      title: 'Wie lange jede Art bleibt',
      text: 'Was über seine Frist ist, geht von selbst, einmal am Tag. Anzahlen und Summen bleiben.',
      columns: { what: 'Art', days: 'Bleibt', stays: 'Was bleibt', would: 'Ginge jetzt' },
      classes: {
        notices: { name: 'Betretene und verlassene Segmente', stays: 'das Letzte je Segment' },
        'raw events': { name: 'Was Besucher taten', stays: 'Anzahlen, Summen, erste und letzte Zeiten' },
        scores: { name: 'Prognosen', stays: 'die neueste' },
        'decisions and exposures': {
          name: 'Was Kampagnen wählten und zeigten',
          stays: 'die Gruppe, was daraus wurde, und jede Summe',
        },
        'contact data': { name: 'E-Mail-Adressen', stays: 'nichts' },
        'plan violations': { name: 'Fehler in Ereignissen', stays: 'nichts' },
        'audit log': { name: 'Protokoll', stays: 'nichts' },
        'idle profiles': {
          name: 'Profile von Besuchern, die wegbleiben',
          stays: 'was sie ablehnten, und jede Summe',
        },
      },
      noTerm: 'bis die Einwilligung endet',
      count: 'Zählen, was jetzt ginge',
      counted: (at) => `Gezählt mit Stand ${at}. Entfernt wurde nichts.`,
      notCounted: '–',
      nothing: 'Nichts ist über seine Frist.',
      some: (count) =>
        counted(count, 'Ein Eintrag ist über seine Frist.', `${count} Einträge sind über ihre Frist.`),
      clock:
        'Die Uhr des Servers ist dem letzten Lauf voraus: Die Fristen folgen ihr Woche für Woche. Wenn sie stimmt, führen Sie auf der Maschine „inkling retain --clock-is-right“ aus.',
      keep: 'Jetzt entfernen',
      ask: 'Entfernen, was über seine Frist ist?',
      askText: (count) =>
        `${counted(count, 'Ein Eintrag geht', `${count} Einträge gehen`)} für immer, heute statt beim nächsten täglichen Lauf.`,
      askStays:
        'Anzahlen, Summen und jede Summe Ihrer Kampagnen bleiben. Niemand betritt oder verlässt dadurch ein Segment.',
      kept: (count) => counted(count, 'Ein Eintrag wurde entfernt.', `${count} Einträge wurden entfernt.`),
      change: 'Fristen in den Einstellungen ändern',
    },
  },
};

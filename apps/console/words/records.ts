/** What the page of privacy says of the audit log and of proof. */
import { counted, type WordSet } from './words.ts';

export type RecordsWords = {
  readonly audit: {
    readonly title: string;
    readonly text: string;
    readonly columns: {
      readonly at: string;
      readonly what: string;
      readonly by: string;
      readonly detail: string;
    };
    readonly more: string;
    readonly empty: string;
  };
  readonly proof: {
    readonly title: string;
    readonly holds: string;
    readonly broken: (count: string) => string;
    readonly columns: { readonly about: string; readonly state: string; readonly says: string };
    readonly about: { readonly [about: string]: string };
    readonly kept: string;
    readonly notKept: string;
    readonly salts: string;
    readonly saltsText: (live: string, destroyed: string) => string;
    readonly saltColumns: {
      readonly day: string;
      readonly made: string;
      readonly gone: string;
      readonly after: string;
    };
    readonly hours: (hours: string) => string;
    readonly noSalts: string;
    readonly canary: string;
    readonly canaryText: string;
    readonly canaryLabel: string;
    readonly egress: string;
    readonly egressText: string;
    readonly egressColumns: {
      readonly to: string;
      readonly sent: string;
      readonly failed: string;
      readonly consent: string;
      readonly gpc: string;
      readonly objection: string;
      readonly other: string;
    };
    readonly noEgress: string;
    readonly notProven: string;
    readonly save: string;
    readonly inEnglish: string;
  };
};

export const RECORDS: WordSet<RecordsWords> = {
  en: {
    audit: {
      title: 'Who changed what',
      text: 'Newest first. It names acts and never a visitor.',
      columns: { at: 'When', what: 'What', by: 'How', detail: 'More' },
      more: 'Show older ones',
      empty: 'Nothing has been changed yet.',
    },
    proof: {
      title: 'Are the promises kept?',
      holds: 'Every promise on record is kept.',
      broken: (count) =>
        counted(count, 'One of the promises needs a look.', `${count} of the promises need a look.`),
      columns: { about: 'Promise', state: 'State', says: 'What the record says' },
      about: {
        salts: 'Keys of the day are destroyed in time',
        retention: 'Terms are kept',
        erasures: 'Erasures are done to the end',
        platforms: 'Platforms forget, too',
      },
      kept: 'Kept',
      notKept: 'Look here',
      salts: 'Keys of the day',
      saltsText: (live, destroyed) =>
        `${live} live now, ${destroyed} were destroyed. Once its key is gone, nobody can say who an anonymous visitor was.`,
      saltColumns: { day: 'Day', made: 'Made', gone: 'Destroyed', after: 'Lived' },
      hours: (hours) => counted(hours, 'one hour', `${hours} hours`),
      noSalts: 'None has come to its end yet: a key lives for 48 hours.',
      canary: 'The trial',
      canaryText:
        'Makes somebody up, sends them through every door, erases them, and searches every byte for what is left. It runs in a folder of its own beside this server, so it is started on the machine. Nothing of it is known here.',
      canaryLabel: 'Command for the trial',
      egress: 'What left the house',
      egressText:
        'Of the last 400 days, in sums. Held back means that a delivery was stopped because of what the visitor had said.',
      egressColumns: {
        to: 'To',
        sent: 'Sent',
        failed: 'Failed attempts',
        consent: 'Held back: consent',
        gpc: 'Held back: Privacy Control',
        objection: 'Held back: objection',
        other: 'Held back: other',
      },
      noEgress: 'Nothing has left: no webhook, no mail and no platform got anything.',
      notProven: 'What no record can show',
      save: 'Save it as a file',
      inEnglish: 'As the program writes it.',
    },
  },
  de: {
    audit: {
      title: 'Wer was geändert hat',
      text: 'Das Neueste zuerst. Genannt werden Handlungen, nie ein Besucher.',
      columns: { at: 'Wann', what: 'Was', by: 'Wie', detail: 'Mehr' },
      more: 'Ältere zeigen',
      empty: 'Noch wurde nichts geändert.',
    },
    proof: {
      title: 'Werden die Zusagen gehalten?',
      holds: 'Jede Zusage, über die es Aufzeichnungen gibt, wird gehalten.',
      broken: (count) =>
        counted(count, 'Eine der Zusagen braucht Ihren Blick.', `${count} der Zusagen brauchen Ihren Blick.`),
      columns: { about: 'Zusage', state: 'Stand', says: 'Was die Aufzeichnung sagt' },
      about: {
        salts: 'Tagesschlüssel werden rechtzeitig vernichtet',
        retention: 'Fristen werden eingehalten',
        erasures: 'Löschungen werden zu Ende geführt',
        platforms: 'Auch Plattformen vergessen',
      },
      kept: 'Gehalten',
      notKept: 'Bitte ansehen',
      salts: 'Tagesschlüssel',
      saltsText: (live, destroyed) =>
        `${live} leben jetzt, ${destroyed} wurden vernichtet. Ist sein Schlüssel weg, kann niemand mehr sagen, wer ein anonymer Besucher war.`,
      saltColumns: { day: 'Tag', made: 'Entstanden', gone: 'Vernichtet', after: 'Gelebt' },
      hours: (hours) => counted(hours, 'eine Stunde', `${hours} Stunden`),
      noSalts: 'Noch keiner ist am Ende: Ein Schlüssel lebt 48 Stunden.',
      canary: 'Die Probe',
      canaryText:
        'Erfindet jemanden, schickt ihn durch alle Eingänge, löscht ihn und sucht in jedem Byte nach Resten. Sie läuft in einem eigenen Ordner neben diesem Server und wird darum auf der Maschine gestartet. Hier ist nichts davon bekannt.',
      canaryLabel: 'Befehl für die Probe',
      egress: 'Was das Haus verlassen hat',
      egressText:
        'In den letzten 400 Tagen, in Summen. Zurückgehalten heißt: Eine Sendung unterblieb, weil der Besucher etwas dazu gesagt hatte.',
      egressColumns: {
        to: 'An',
        sent: 'Gesendet',
        failed: 'Fehlversuche',
        consent: 'Zurückgehalten: Einwilligung',
        gpc: 'Zurückgehalten: Privacy Control',
        objection: 'Zurückgehalten: Widerspruch',
        other: 'Zurückgehalten: anderes',
      },
      noEgress: 'Nichts ging hinaus: Kein Webhook, keine E-Mail und keine Plattform hat etwas bekommen.',
      notProven: 'Was keine Aufzeichnung zeigen kann',
      save: 'Als Datei speichern',
      inEnglish: 'Wie das Programm es schreibt, auf Englisch.',
    },
  },
};

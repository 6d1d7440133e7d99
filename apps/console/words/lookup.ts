/** What looking a visitor up says, on whichever page. */
import type { WordSet } from './words.ts';

type LookupWords = {
  readonly text: string;
  readonly kind: string;
  readonly kinds: Readonly<Record<'userId' | 'email' | 'visitor', string>>;
  readonly field: string;
  readonly find: string;
  readonly nobody: string;
};

export const LOOKUP: WordSet<LookupWords> = {
  en: {
    text: 'What you type is sent once to find the visitor. It is never part of an address, and nothing keeps it.',
    kind: 'Look up by',
    kinds: { userId: 'Customer number (user id)', email: 'E-mail address', visitor: 'Visitor id' },
    field: 'Who',
    find: 'Look up',
    nobody:
      'Nothing is held of such a visitor on this site. Check the spelling, or that they were ever logged in.',
  },
  de: {
    text: 'Was Sie eingeben, wird einmal gesendet, um den Besucher zu finden. Es steht in keiner Adresse, und nichts behält es.',
    kind: 'Suchen nach',
    kinds: { userId: 'Kundennummer (Benutzer-ID)', email: 'E-Mail-Adresse', visitor: 'Besucher-ID' },
    field: 'Wer',
    find: 'Suchen',
    nobody:
      'Von einem solchen Besucher ist auf dieser Website nichts gespeichert. Prüfen Sie die Schreibweise, oder ob er je angemeldet war.',
  },
};

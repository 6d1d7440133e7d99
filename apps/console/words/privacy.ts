/** What the page of privacy says: what is held, and what visitors choose. */
import type { ChoiceName } from '../api/answers/statistics.ts';
import type { WordSet } from './words.ts';

type Named = { readonly name: string; readonly text: string };
export type PrivacyWords = {
  readonly intro: string;
  readonly tabs: {
    readonly label: string;
    readonly held: string;
    readonly terms: string;
    readonly requests: string;
    readonly proof: string;
    readonly audit: string;
  };
  readonly policy: {
    readonly title: string;
    readonly text: string;
    readonly inForce: string;
    readonly auto: Named;
    readonly statistics: Named;
    readonly session: Named;
    readonly 'consented-only': Named;
    readonly change: string;
    readonly gpc: string;
    readonly dntOn: string;
    readonly dntOff: string;
    readonly k: (count: string) => string;
  };
  readonly choices: {
    readonly title: string;
    readonly text: (from: string, to: string) => string;
    readonly names: Readonly<Record<ChoiceName, string>>;
    readonly of: (count: string, all: string) => string;
    readonly none: string;
    readonly empty: string;
    readonly summary: string;
    readonly day: string;
    readonly plot: { readonly asTable: string; readonly save: string };
    readonly note: string;
  };
  readonly held: {
    readonly title: string;
    readonly text: string;
    readonly kept: (days: string) => string;
    readonly seen: (who: string) => string;
    readonly rests: (basis: string) => string;
    readonly days: (days: string) => string;
    readonly law: string;
    readonly ofShop: string;
    readonly ofVisitors: string;
  };
  readonly copy: string;
  readonly copied: string;
  readonly marked: string;
};

export const PRIVACY: WordSet<PrivacyWords> = {
  en: {
    intro: 'What is held of your visitors, for how long, and what they can ask of you.',
    tabs: {
      label: 'Parts of this page',
      held: 'What is held',
      terms: 'How long',
      requests: 'Requests',
      proof: 'Proof',
      audit: 'Audit log',
    },
    policy: {
      title: 'Before a visitor decides',
      text: 'What happens with a visitor who has neither allowed nor refused anything yet.',
      inForce: 'In force',
      auto: {
        name: 'Automatic',
        text: 'Your consent tool is asked at each visit. Where it says that nobody has to be asked, visits are put together within the day; else they are only counted.',
      },
      statistics: {
        name: 'Sums only',
        text: 'That a page was seen is counted, without a visitor. No segments, no campaigns.',
      },
      session: {
        name: 'Within the day',
        text: 'The pages of one visit are put together under a number that is destroyed after 48 hours. Nothing is kept on the device.',
      },
      'consented-only': { name: 'Nothing', text: 'Nothing is recorded before the visitor allows it.' },
      change: 'Change it in Settings',
      gpc: 'Browsers that send Global Privacy Control are always taken at their word: nothing of such a visit is stored.',
      dntOn: 'Do Not Track is taken the same way.',
      dntOff: 'Do Not Track is passed over: few browsers send it any more.',
      k: (count) => `Numbers by source, product or feature leave out groups of fewer than ${count} visitors.`,
    },
    choices: {
      title: 'What visitors choose',
      text: (from, to) => `Page loads from ${from} to ${to}, on all your servers.`,
      names: {
        allowed: 'With consent',
        undecided: 'Undecided, or nobody has to be asked',
        denied: 'Refused',
        gpc: 'Global Privacy Control, honoured',
      },
      of: (count, all) => `${count} of ${all}`,
      none: '–',
      empty:
        'No page has been loaded in this time. As soon as one is, what was in force for it is counted here.',
      summary: 'Page loads by what their visitors chose, by day',
      day: 'Day',
      plot: { asTable: 'Show the figures', save: 'Save as CSV' },
      note: 'These are page loads that were heard of, not visitors: the tracker of whoever has refused falls silent, and so it does in nearly every browser with Global Privacy Control. Both are rarer here than in life, and the share with consent is higher.',
    },
    held: {
      title: 'What is stored',
      text: 'The list comes from the program itself, so it says what is held and not what was meant.',
      kept: (days) => `Kept ${days}.`,
      seen: (who) => `Seen by ${who}.`,
      rests: (basis) => `Rests on: ${basis}.`,
      days: (days) => `${days} days`,
      law: 'What it may rest on is what the program is built for. Which one holds for your shop, your lawyer says.',
      ofShop: 'Of your shop and of the program',
      ofVisitors: 'Of visitors',
    },
    copy: 'Copy',
    copied: 'Copied.',
    marked: 'Marked: copy it with the keyboard. Browsers allow the button on https only.',
  },
  de: {
    intro: 'Was über Ihre Besucher da ist, wie lange, und was sie von Ihnen verlangen können.',
    tabs: {
      label: 'Teile dieser Seite',
      held: 'Was da ist',
      terms: 'Wie lange',
      requests: 'Anfragen',
      proof: 'Nachweis',
      audit: 'Protokoll',
    },
    policy: {
      title: 'Bevor ein Besucher entscheidet',
      text: 'Was mit einem Besucher geschieht, der noch nichts erlaubt und nichts abgelehnt hat.',
      inForce: 'Gilt jetzt',
      auto: {
        name: 'Automatisch',
        text: 'Bei jedem Besuch wird Ihr Einwilligungsdienst gefragt. Sagt er, dass niemand gefragt werden muss, werden Besuche innerhalb des Tages zusammengesetzt; sonst wird nur gezählt.',
      },
      statistics: {
        name: 'Nur Summen',
        text: 'Dass eine Seite gesehen wurde, wird gezählt, ohne Besucher. Keine Segmente, keine Kampagnen.',
      },
      session: {
        name: 'Innerhalb des Tages',
        text: 'Die Seiten eines Besuchs werden unter einer Nummer zusammengesetzt, die nach 48 Stunden vernichtet ist. Auf dem Gerät wird nichts abgelegt.',
      },
      'consented-only': { name: 'Nichts', text: 'Nichts wird aufgezeichnet, bevor der Besucher es erlaubt.' },
      change: 'In den Einstellungen ändern',
      gpc: 'Browser mit Global Privacy Control werden immer beim Wort genommen: Von einem solchen Besuch wird nichts gespeichert.',
      dntOn: 'Do Not Track gilt genauso.',
      dntOff: 'Do Not Track wird übergangen: Kaum ein Browser sendet es noch.',
      k: (count) =>
        `Zahlen nach Herkunft, Produkt oder Merkmal lassen Gruppen von weniger als ${count} Besuchern weg.`,
    },
    choices: {
      title: 'Was Besucher wählen',
      text: (from, to) => `Seitenaufrufe vom ${from} bis zum ${to}, auf allen Ihren Servern.`,
      names: {
        allowed: 'Mit Einwilligung',
        undecided: 'Unentschieden, oder es muss niemand gefragt werden',
        denied: 'Abgelehnt',
        gpc: 'Global Privacy Control, befolgt',
      },
      of: (count, all) => `${count} von ${all}`,
      none: '–',
      empty:
        'In dieser Zeit wurde keine Seite aufgerufen. Sobald eine aufgerufen wird, wird hier gezählt, was für sie galt.',
      summary: 'Seitenaufrufe nach der Wahl ihrer Besucher, nach Tagen',
      day: 'Tag',
      plot: { asTable: 'Zahlen zeigen', save: 'Als CSV speichern' },
      note: 'Das sind Seitenaufrufe, von denen etwas zu hören war, nicht Besucher: Wer abgelehnt hat, dessen Seite sendet nichts mehr, und in fast jedem Browser mit Global Privacy Control ist es ebenso. Beides ist hier seltener als im Leben, und der Anteil mit Einwilligung höher.',
    },
    held: {
      title: 'Was gespeichert wird',
      text: 'Die Liste kommt vom Programm selbst: Sie sagt, was da ist, und nicht, was gemeint war.',
      kept: (days) => `Bleibt ${days}.`,
      seen: (who) => `Zu sehen für: ${who}.`,
      rests: (basis) => `Stützt sich auf: ${basis}.`,
      days: (days) => `${days} Tage`,
      law: 'Worauf es sich stützt, ist das, wofür das Programm gebaut ist. Was für Ihren Shop gilt, sagt Ihr Anwalt.',
      ofShop: 'Von Ihrem Shop und vom Programm',
      ofVisitors: 'Von Besuchern',
    },
    copy: 'Kopieren',
    copied: 'Kopiert.',
    marked: 'Markiert: Kopieren Sie es mit der Tastatur. Browser erlauben den Knopf nur mit https.',
  },
};

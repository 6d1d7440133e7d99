/** What stands around every page, and what every page says alike. */
import type { PageName } from '../pages/places.ts';
import type { WordSet } from './words.ts';

type ShellWords = {
  readonly pages: Readonly<Record<PageName, string>>;
  readonly navigation: string;
  readonly skip: string;
  readonly signOut: string;
  readonly loading: string;
  readonly again: string;
  readonly cancel: string;
  readonly notFound: string;
  readonly notFoundText: string;
  readonly unsaved: {
    readonly title: string;
    readonly text: string;
    readonly stay: string;
    readonly leave: string;
  };
  readonly signIn: {
    readonly title: string;
    readonly intro: string;
    readonly key: string;
    readonly keyHelp: string;
    readonly submit: string;
    readonly ended: string;
    readonly isWrong: string;
  };
  readonly faults: {
    readonly title: string;
    readonly network: string;
    readonly signIn: string;
    readonly other: string;
    readonly page: string;
  };
};

export const SHELL: WordSet<ShellWords> = {
  en: {
    pages: {
      overview: 'Overview',
      live: 'Live',
      segments: 'Segments',
      campaigns: 'Campaigns',
      intent: 'Intent',
      journeys: 'Journeys',
      customers: 'Customers',
      privacy: 'Privacy',
      events: 'Events',
      install: 'Install',
      settings: 'Settings',
    },
    navigation: 'Pages',
    skip: 'Skip to the page',
    signOut: 'Log out',
    loading: 'Loading',
    again: 'Try again',
    cancel: 'Cancel',
    notFound: 'There is no such page',
    notFoundText: 'The address may be of another version. The pages that there are stand in the navigation.',
    unsaved: {
      title: 'Leave without saving?',
      text: 'What you changed on this page is not saved yet, and would be lost.',
      stay: 'Stay here',
      leave: 'Leave',
    },
    signIn: {
      title: 'Sign in to Inkling',
      intro: 'See what visitors mean to do, without knowing who they are.',
      key: 'Secret key of the site',
      keyHelp:
        'It begins with sk_. Whoever runs the server prints it with: npm run --silent inkling -- site list',
      submit: 'Sign in',
      ended: 'The session has ended. Sign in again to go on.',
      isWrong: 'No site has this key, or it has been replaced. Check it and try again.',
    },
    faults: {
      title: 'This did not work',
      network: 'The server cannot be reached. It is tried again by itself.',
      signIn: 'The session has ended. Sign in again.',
      other: 'The server answered:',
      page: 'This page could not be loaded. Load the console again.',
    },
  },
  de: {
    pages: {
      overview: 'Übersicht',
      live: 'Live',
      segments: 'Segmente',
      campaigns: 'Kampagnen',
      intent: 'Absichten',
      journeys: 'Wege',
      customers: 'Kunden',
      privacy: 'Datenschutz',
      events: 'Ereignisse',
      install: 'Einbau',
      settings: 'Einstellungen',
    },
    navigation: 'Seiten',
    skip: 'Direkt zur Seite',
    signOut: 'Abmelden',
    loading: 'Wird geladen',
    again: 'Noch einmal versuchen',
    cancel: 'Abbrechen',
    notFound: 'Diese Seite gibt es nicht',
    notFoundText:
      'Vielleicht stammt die Adresse aus einer anderen Version. Alle Seiten stehen in der Navigation.',
    unsaved: {
      title: 'Verlassen, ohne zu speichern?',
      text: 'Was Sie auf dieser Seite geändert haben, ist noch nicht gespeichert und ginge verloren.',
      stay: 'Hier bleiben',
      leave: 'Verlassen',
    },
    signIn: {
      title: 'Bei Inkling anmelden',
      intro: 'Sehen, was Besucher vorhaben, ohne zu wissen, wer sie sind.',
      key: 'Geheimer Schlüssel der Website',
      keyHelp:
        'Er beginnt mit sk_. Wer den Server betreibt, bekommt ihn mit: npm run --silent inkling -- site list',
      submit: 'Anmelden',
      ended: 'Die Sitzung ist abgelaufen. Melden Sie sich wieder an, um weiterzumachen.',
      isWrong:
        'Keine Website hat diesen Schlüssel, oder er wurde ersetzt. Prüfen Sie ihn und versuchen Sie es noch einmal.',
    },
    faults: {
      title: 'Das hat nicht funktioniert',
      network: 'Der Server ist nicht erreichbar. Es wird von selbst wieder versucht.',
      signIn: 'Die Sitzung ist abgelaufen. Melden Sie sich wieder an.',
      other: 'Der Server antwortete:',
      page: 'Diese Seite konnte nicht geladen werden. Laden Sie die Konsole neu.',
    },
  },
};

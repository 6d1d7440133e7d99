/** What the page of settings says: its parts, its forms, and keys. */
import type { WordSet } from './words.ts';

export type SettingsWords = {
  readonly intro: string;
  readonly tabs: {
    readonly label: string;
    readonly site: string;
    readonly privacy: string;
    readonly terms: string;
    readonly campaigns: string;
    readonly limits: string;
    readonly mail: string;
    readonly webhooks: string;
    readonly segment: string;
    readonly keys: string;
  };
  readonly about: {
    readonly site: string;
    readonly privacy: string;
    readonly terms: string;
    readonly campaigns: string;
    readonly limits: string;
  };
  readonly withKey: string;
  readonly save: string;
  readonly saved: string;
  readonly unchanged: string;
  readonly undo: string;
  readonly noNumber: string;
  readonly remove: string;
  readonly purposes: {
    readonly open: string;
    readonly stated: string;
    readonly analytics: string;
    readonly personalization: string;
    readonly contact: string;
    readonly share: string;
  };
  readonly caps: {
    readonly none: string;
    readonly add: string;
    readonly scope: string;
    readonly scopes: {
      readonly all: string;
      readonly channel: string;
      readonly campaign: string;
      readonly tag: string;
    };
    readonly tag: string;
    readonly max: string;
    readonly per: string;
    readonly perHelp: string;
    readonly remove: (place: string) => string;
  };
  readonly keys: {
    readonly title: string;
    readonly text: string;
    readonly kind: string;
    readonly kinds: { readonly both: string; readonly write: string; readonly secret: string };
    readonly overlap: string;
    readonly overlaps: {
      readonly usual: string;
      readonly now: string;
      readonly day: string;
      readonly week: string;
      readonly month: string;
    };
    readonly rotate: string;
    readonly ask: string;
    readonly goes: string;
    readonly goesNow: string;
    readonly stays: string;
    readonly pages: string;
    readonly shown: string;
    readonly shownText: string;
    readonly write: string;
    readonly secret: string;
    readonly old: (kind: string, until: string) => string;
    readonly oldNone: string;
    readonly signedIn: string;
    readonly notSignedIn: string;
    readonly everywhere: string;
    readonly everywhereText: string;
    readonly everywhereDo: string;
    readonly everywhereAsk: string;
    readonly everywhereGoes: string;
    readonly everywhereStays: string;
  };
  readonly copy: string;
  readonly copied: string;
  readonly marked: string;
};

export const SETTINGS: WordSet<SettingsWords> = {
  en: {
    intro: 'Everything that can be changed about this site. Each change stands in the audit log.',
    tabs: {
      label: 'Parts of the settings',
      site: 'Site',
      privacy: 'Privacy',
      terms: 'How long',
      campaigns: 'Campaigns',
      limits: 'Limits',
      mail: 'Mail',
      webhooks: 'Webhooks',
      segment: 'Segment',
      keys: 'Keys',
    },
    about: {
      site: 'What the shop is called, and how it counts.',
      privacy: 'What is recorded of whom. Ask your lawyer before you loosen anything here.',
      terms: 'A shorter term also takes what is held already, with the next daily run.',
      campaigns: 'What holds for all campaigns and for everything that is foretold.',
      limits: 'Against floods. Whoever is over a limit is asked to wait, and loses nothing.',
    },
    withKey:
      'Only whoever runs the server changes this, with the secret key of the site. Here you see how it stands.',
    save: 'Save',
    saved: 'Saved.',
    unchanged: 'Nothing is changed.',
    undo: 'Undo',
    noNumber: 'Write a number.',
    remove: 'Remove',
    purposes: {
      open: 'Silence is left open: only counted',
      stated: 'Silence means what is chosen here',
      analytics: 'Analysing is allowed',
      personalization: 'Personalization is allowed',
      contact: 'Being written to is allowed',
      share: 'Passing on is allowed',
    },
    caps: {
      none: 'No limit yet: a visitor may see something of every campaign.',
      add: 'Add a limit',
      scope: 'Of what',
      scopes: {
        all: 'All campaigns together',
        channel: 'Each channel',
        campaign: 'Each campaign',
        tag: 'Campaigns with a tag',
      },
      tag: 'Tag',
      max: 'At most',
      per: 'In',
      perHelp: 'day, week, lifetime, or a length such as 7d',
      remove: (place) => `Remove limit ${place}`,
    },
    keys: {
      title: 'New keys',
      text: 'Replace a key that too many people know, or one that leaked.',
      kind: 'Which key',
      kinds: {
        both: 'Both',
        write: 'Write key, which stands in pages',
        secret: 'Secret key, which servers use',
      },
      overlap: 'How long the old one goes on',
      overlaps: {
        usual: 'As usual: write key 7 days, secret key 24 hours',
        now: 'Not at all: it leaked',
        day: 'One day',
        week: 'One week',
        month: 'Thirty days',
      },
      rotate: 'Make new keys',
      ask: 'Make new keys?',
      goes: 'The old keys go on for the time that you chose, and then open nothing more.',
      goesNow:
        'The old keys open nothing any more from this moment on. Servers, WordPress and Segment that use them are refused until they have the new ones.',
      stays: 'Visitors, their ids, segments and campaigns stay. You stay signed in here.',
      pages:
        'Put a new write key into your pages before the old one ends. Pages from a cache move by themselves until then.',
      shown: 'Your new keys',
      shownText: 'They are shown now and never again. Copy them to where they belong.',
      write: 'Write key',
      secret: 'Secret key',
      old: (kind, until) => `${kind}, old: until ${until}`,
      oldNone: 'No old key opens anything any more.',
      signedIn: 'You are signed in with the new secret key.',
      notSignedIn: 'Copy the new secret key: this session ends with the old one.',
      everywhere: 'Log out everywhere',
      everywhereText: 'Ends every session of this console, in every browser.',
      everywhereDo: 'Log out everywhere',
      everywhereAsk: 'Log everybody out?',
      everywhereGoes: 'Every browser that is signed in is signed out, this one too.',
      everywhereStays:
        'The keys stay: whoever knows the secret key can sign in again. If it leaked, make a new one first.',
    },
    copy: 'Copy',
    copied: 'Copied.',
    marked: 'Marked: copy it with the keyboard. Browsers allow the button on https only.',
  },
  de: {
    intro: 'Alles, was sich an dieser Website ändern lässt. Jede Änderung steht im Protokoll.',
    tabs: {
      label: 'Teile der Einstellungen',
      site: 'Website',
      privacy: 'Datenschutz',
      terms: 'Wie lange',
      campaigns: 'Kampagnen',
      limits: 'Grenzen',
      mail: 'E-Mail',
      webhooks: 'Webhooks',
      segment: 'Segment',
      keys: 'Schlüssel',
    },
    about: {
      site: 'Wie der Shop heißt und wie er zählt.',
      privacy: 'Was über wen aufgezeichnet wird. Fragen Sie Ihren Anwalt, bevor Sie hier etwas lockern.',
      terms: 'Eine kürzere Frist gilt auch für das, was schon da ist, ab dem nächsten täglichen Lauf.',
      campaigns: 'Was für alle Kampagnen gilt und für alles, was vorhergesagt wird.',
      limits: 'Gegen Überlastung. Wer darüber ist, wird gebeten zu warten, und verliert nichts.',
    },
    withKey:
      'Ändern kann das nur, wer den Server betreibt, mit dem geheimen Schlüssel der Website. Hier sehen Sie, wie es steht.',
    save: 'Speichern',
    saved: 'Gespeichert.',
    unchanged: 'Nichts ist geändert.',
    undo: 'Zurücksetzen',
    noNumber: 'Schreiben Sie eine Zahl.',
    remove: 'Entfernen',
    purposes: {
      open: 'Schweigen bleibt offen: nur zählen',
      stated: 'Schweigen heißt, was hier gewählt ist',
      analytics: 'Auswerten ist erlaubt',
      personalization: 'Personalisieren ist erlaubt',
      contact: 'Anschreiben ist erlaubt',
      share: 'Weitergeben ist erlaubt',
    },
    caps: {
      none: 'Noch keine Grenze: Ein Besucher kann von jeder Kampagne etwas sehen.',
      add: 'Grenze hinzufügen',
      scope: 'Wovon',
      scopes: {
        all: 'Alle Kampagnen zusammen',
        channel: 'Jeder Kanal',
        campaign: 'Jede Kampagne',
        tag: 'Kampagnen mit einem Schlagwort',
      },
      tag: 'Schlagwort',
      max: 'Höchstens',
      per: 'In',
      perHelp: 'day, week, lifetime, oder eine Dauer wie 7d',
      remove: (place) => `Grenze ${place} entfernen`,
    },
    keys: {
      title: 'Neue Schlüssel',
      text: 'Ersetzen Sie einen Schlüssel, den zu viele kennen, oder einen, der bekannt geworden ist.',
      kind: 'Welcher Schlüssel',
      kinds: {
        both: 'Beide',
        write: 'Schreibschlüssel, der in Seiten steht',
        secret: 'Geheimer Schlüssel, den Server benutzen',
      },
      overlap: 'Wie lange der alte weiter gilt',
      overlaps: {
        usual: 'Wie üblich: Schreibschlüssel 7 Tage, geheimer 24 Stunden',
        now: 'Gar nicht: Er ist bekannt geworden',
        day: 'Einen Tag',
        week: 'Eine Woche',
        month: 'Dreißig Tage',
      },
      rotate: 'Neue Schlüssel machen',
      ask: 'Neue Schlüssel machen?',
      goes: 'Die alten Schlüssel gelten so lange weiter, wie Sie gewählt haben, und öffnen danach nichts mehr.',
      goesNow:
        'Die alten Schlüssel öffnen ab diesem Moment nichts mehr. Server, WordPress und Segment mit den alten werden abgewiesen, bis sie die neuen haben.',
      stays: 'Besucher, ihre Nummern, Segmente und Kampagnen bleiben. Sie bleiben hier angemeldet.',
      pages:
        'Setzen Sie einen neuen Schreibschlüssel in Ihre Seiten, bevor der alte endet. Seiten aus einem Zwischenspeicher wechseln bis dahin von selbst.',
      shown: 'Ihre neuen Schlüssel',
      shownText: 'Sie werden jetzt gezeigt und nie wieder. Kopieren Sie sie dorthin, wo sie hingehören.',
      write: 'Schreibschlüssel',
      secret: 'Geheimer Schlüssel',
      old: (kind, until) => `${kind}, alt: bis ${until}`,
      oldNone: 'Kein alter Schlüssel öffnet mehr etwas.',
      signedIn: 'Sie sind mit dem neuen geheimen Schlüssel angemeldet.',
      notSignedIn: 'Kopieren Sie den neuen geheimen Schlüssel: Diese Sitzung endet mit dem alten.',
      everywhere: 'Überall abmelden',
      everywhereText: 'Beendet jede Sitzung dieser Konsole, in jedem Browser.',
      everywhereDo: 'Überall abmelden',
      everywhereAsk: 'Alle abmelden?',
      everywhereGoes: 'Jeder angemeldete Browser wird abgemeldet, auch dieser.',
      everywhereStays:
        'Die Schlüssel bleiben: Wer den geheimen kennt, kann sich wieder anmelden. Ist er bekannt geworden, machen Sie zuerst einen neuen.',
    },
    copy: 'Kopieren',
    copied: 'Kopiert.',
    marked: 'Markiert: Kopieren Sie es mit der Tastatur. Browser erlauben den Knopf nur mit https.',
  },
};

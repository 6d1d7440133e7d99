/** What the settings of webhooks and of Segment say. */
import { counted, type WordSet } from './words.ts';

type Asked = {
  readonly title: string;
  readonly goes: string;
  readonly stays: string;
  readonly yes: string;
};
export type OutgoingWords = {
  readonly counts: (sent: string, waiting: string, dead: string, withheld: string) => string;
  readonly webhooks: {
    readonly title: string;
    readonly text: string;
    readonly empty: string;
    readonly none: string;
    readonly active: string;
    readonly stopped: (reason: string) => string;
    readonly types: { readonly [type: string]: string };
    readonly rotate: Asked;
    readonly remove: Asked;
    readonly secret: (key: string) => string;
    readonly secretText: string;
    readonly overlap: (until: string) => string;
    readonly dead: string;
    readonly deadText: string;
    readonly noDead: string;
    readonly deadColumns: { readonly at: string; readonly attempts: string; readonly reason: string };
    readonly resend: string;
    readonly resent: (count: string) => string;
    readonly more: string;
    readonly removed: string;
  };
  readonly adding: {
    readonly open: string;
    readonly title: string;
    readonly close: string;
    readonly key: string;
    readonly keyHelp: string;
    readonly url: string;
    readonly urlHelp: string;
    readonly types: string;
    readonly late: string;
    readonly lateHelp: string;
    readonly definition: string;
    readonly definitionHelp: string;
    readonly visitor: string;
    readonly visitorHelp: string;
    readonly visitors: { readonly pseudonym: string; readonly own: string };
    readonly add: string;
  };
  readonly segment: {
    readonly title: string;
    readonly text: string;
    readonly on: string;
    readonly off: string;
    readonly writeKey: string;
    readonly writeKeyHelp: string;
    readonly region: string;
    readonly regions: { readonly us: string; readonly eu: string };
    readonly scores: string;
    readonly score: { readonly intent: string; readonly churn: string; readonly order_value: string };
    readonly segments: string;
    readonly segmentsHelp: string;
    readonly delta: string;
    readonly deltaHelp: string;
    readonly low: string;
    readonly high: string;
    readonly save: string;
    readonly saved: string;
    readonly failure: (reason: string, ago: string) => string;
    readonly end: Asked;
    readonly ended: string;
  };
  readonly copy: string;
  readonly copied: string;
  readonly marked: string;
};

export const OUTGOING: WordSet<OutgoingWords> = {
  en: {
    counts: (sent, waiting, dead, withheld) =>
      `Since the server started: ${sent} sent, ${waiting} waiting, ${dead} given up, ${withheld} held back because the visitor said no.`,
    webhooks: {
      title: 'Webhooks',
      text: 'Another system of yours hears at once who entered or left a segment, what a campaign chose, and what came of it. Visitors who deny passing on are left out.',
      empty: 'No webhook yet. Add one, and copy its secret: it is shown once.',
      none: 'No webhook yet.',
      active: 'Works',
      stopped: (reason) => `Stopped: ${reason}. Save it again to start it.`,
      types: {
        notice: 'Segments entered and left',
        decision: 'What campaigns chose',
        conversion: 'What came of it',
      },
      rotate: {
        title: 'Make a new secret?',
        goes: 'Deliveries are signed with the new secret from now on, and with the old one beside it for a day. After that the old one is worth nothing.',
        stays: 'The address, what is sent, and what waits stay.',
        yes: 'New secret',
      },
      remove: {
        title: 'Remove this webhook?',
        goes: 'It goes with its secret, and with everything that waits for it or was given up.',
        stays: 'What the receiver has got already is the receiver’s; nothing more is sent.',
        yes: 'Remove',
      },
      secret: (key) => `Secret of ${key}`,
      secretText: 'It is shown now and never again. The receiver checks signatures with it.',
      overlap: (until) => `The old secret signs beside it until ${until}.`,
      dead: 'Given-up deliveries',
      deadText: 'The receiver did not take them for a day.',
      noDead: 'None: everything was taken.',
      deadColumns: { at: 'Last tried', attempts: 'Attempts', reason: 'Why not' },
      resend: 'Send all of them again',
      resent: (count) => counted(count, 'One goes out again.', `${count} go out again.`),
      more: 'Show more',
      removed: 'Removed.',
    },
    adding: {
      open: 'Add a webhook',
      title: 'Add a webhook, or change one by its name',
      close: 'Close',
      key: 'Name',
      keyHelp: 'Lower-case letters, digits and hyphens, for example crm.',
      url: 'Address',
      urlHelp: 'With https. Private networks are refused unless the server allows them.',
      types: 'What it gets',
      late: 'Late news too',
      lateHelp: 'Of events that arrived long after they happened.',
      definition: 'News of changed definitions too',
      definitionHelp: 'Who enters or leaves because you changed a segment, a model or imported something.',
      visitor: 'How visitors are named',
      visitorHelp: 'With a name of its own a receiver cannot compare visitors with other receivers.',
      visitors: { pseudonym: 'By a name for this receiver alone', own: 'By their visitor id' },
      add: 'Save the webhook',
    },
    segment: {
      title: 'Scores and segments back to Segment',
      text: 'Of visitors who allowed passing on, under the user id that Segment knows. Nobody else is told of.',
      on: 'On',
      off: 'Off',
      writeKey: 'Write key of the source in Segment',
      writeKeyHelp: 'Never shown again. Leave it empty to keep the one that is set.',
      region: 'Region of your workspace',
      regions: { us: 'United States', eu: 'Europe' },
      scores: 'Scores',
      score: {
        intent: 'Likely to buy within a week',
        churn: 'Likely to stay away for a month',
        order_value: 'Expected order value',
      },
      segments: 'Segments',
      segmentsHelp: 'Their keys, separated by commas. Empty: all of them.',
      delta: 'Smallest change that is told',
      deltaHelp: 'From 0.005 to 1. A score that moved by less is no news.',
      low: 'Low ends at',
      high: 'High begins at',
      save: 'Save',
      saved: 'Saved.',
      failure: (reason, ago) => `Last failure ${ago}: ${reason}`,
      end: {
        title: 'Send nothing back any more?',
        goes: 'The write key, user ids, what Segment was told last, and what waits go from this server.',
        stays: 'What Segment has got already stays with Segment.',
        yes: 'End it',
      },
      ended: 'Nothing goes back to Segment any more.',
    },
    copy: 'Copy',
    copied: 'Copied.',
    marked: 'Marked: copy it with the keyboard. Browsers allow the button on https only.',
  },
  de: {
    counts: (sent, waiting, dead, withheld) =>
      `Seit dem Start des Servers: ${sent} gesendet, ${waiting} warten, ${dead} aufgegeben, ${withheld} zurückgehalten, weil der Besucher nein sagte.`,
    webhooks: {
      title: 'Webhooks',
      text: 'Ein anderes System von Ihnen erfährt sofort, wer ein Segment betreten oder verlassen hat, was eine Kampagne gewählt hat und was daraus wurde. Wer die Weitergabe ablehnt, ist nicht dabei.',
      empty:
        'Noch kein Webhook. Fügen Sie einen hinzu, und kopieren Sie sein Geheimnis: Es wird einmal gezeigt.',
      none: 'Noch kein Webhook.',
      active: 'Läuft',
      stopped: (reason) => `Angehalten: ${reason}. Speichern Sie ihn noch einmal, um ihn zu starten.`,
      types: {
        notice: 'Betretene und verlassene Segmente',
        decision: 'Was Kampagnen gewählt haben',
        conversion: 'Was daraus wurde',
      },
      rotate: {
        title: 'Neues Geheimnis machen?',
        goes: 'Zustellungen werden ab jetzt mit dem neuen Geheimnis signiert, einen Tag lang daneben mit dem alten. Danach ist das alte nichts mehr wert.',
        stays: 'Die Adresse, was gesendet wird und was wartet, bleiben.',
        yes: 'Neues Geheimnis',
      },
      remove: {
        title: 'Diesen Webhook entfernen?',
        goes: 'Er geht mit seinem Geheimnis und mit allem, was für ihn wartet oder aufgegeben wurde.',
        stays: 'Was der Empfänger schon hat, ist seins; mehr wird nicht gesendet.',
        yes: 'Entfernen',
      },
      secret: (key) => `Geheimnis von ${key}`,
      secretText: 'Es wird jetzt gezeigt und nie wieder. Der Empfänger prüft damit Signaturen.',
      overlap: (until) => `Das alte Geheimnis signiert daneben bis ${until}.`,
      dead: 'Aufgegebene Zustellungen',
      deadText: 'Der Empfänger hat sie einen Tag lang nicht angenommen.',
      noDead: 'Keine: alles wurde angenommen.',
      deadColumns: { at: 'Zuletzt versucht', attempts: 'Versuche', reason: 'Warum nicht' },
      resend: 'Alle noch einmal senden',
      resent: (count) =>
        counted(count, 'Eine geht noch einmal hinaus.', `${count} gehen noch einmal hinaus.`),
      more: 'Mehr zeigen',
      removed: 'Entfernt.',
    },
    adding: {
      open: 'Webhook hinzufügen',
      title: 'Einen Webhook hinzufügen, oder einen unter seinem Namen ändern',
      close: 'Schließen',
      key: 'Name',
      keyHelp: 'Kleinbuchstaben, Ziffern und Bindestriche, zum Beispiel crm.',
      url: 'Adresse',
      urlHelp: 'Mit https. Private Netze werden abgelehnt, wenn der Server sie nicht erlaubt.',
      types: 'Was er bekommt',
      late: 'Auch Verspätetes',
      lateHelp: 'Von Ereignissen, die lange nach ihrem Geschehen ankamen.',
      definition: 'Auch Neues aus geänderten Definitionen',
      definitionHelp:
        'Wer ein Segment betritt oder verlässt, weil Sie es, ein Modell oder durch einen Import etwas geändert haben.',
      visitor: 'Wie Besucher heißen',
      visitorHelp: 'Mit eigenen Namen kann ein Empfänger Besucher nicht mit anderen Empfängern abgleichen.',
      visitors: { pseudonym: 'Mit einem Namen nur für diesen Empfänger', own: 'Mit ihrer Besuchernummer' },
      add: 'Webhook speichern',
    },
    segment: {
      title: 'Prognosen und Segmente zurück an Segment',
      text: 'Von Besuchern, die die Weitergabe erlaubt haben, unter der Kundennummer, die Segment kennt. Von niemandem sonst.',
      on: 'An',
      off: 'Aus',
      writeKey: 'Schreibschlüssel der Quelle in Segment',
      writeKeyHelp: 'Wird nie wieder gezeigt. Leer lassen, um den gesetzten zu behalten.',
      region: 'Region Ihres Arbeitsbereichs',
      regions: { us: 'Vereinigte Staaten', eu: 'Europa' },
      scores: 'Prognosen',
      score: {
        intent: 'Kauft wohl in einer Woche',
        churn: 'Bleibt wohl einen Monat weg',
        order_value: 'Erwarteter Bestellwert',
      },
      segments: 'Segmente',
      segmentsHelp: 'Ihre Kürzel, mit Kommas getrennt. Leer: alle.',
      delta: 'Kleinste Änderung, die gemeldet wird',
      deltaHelp: 'Von 0.005 bis 1. Eine Prognose, die sich weniger bewegt hat, ist keine Nachricht.',
      low: 'Niedrig endet bei',
      high: 'Hoch beginnt bei',
      save: 'Speichern',
      saved: 'Gespeichert.',
      failure: (reason, ago) => `Letzter Fehlschlag ${ago}: ${reason}`,
      end: {
        title: 'Nichts mehr zurückmelden?',
        goes: 'Der Schreibschlüssel, Kundennummern, was Segment zuletzt erfuhr, und was wartet, gehen von diesem Server.',
        stays: 'Was Segment schon hat, bleibt bei Segment.',
        yes: 'Beenden',
      },
      ended: 'An Segment geht nichts mehr zurück.',
    },
    copy: 'Kopieren',
    copied: 'Kopiert.',
    marked: 'Markiert: Kopieren Sie es mit der Tastatur. Browser erlauben den Knopf nur mit https.',
  },
};

/** What the page of privacy says of requests of visitors, and of their receipts. */
import type { WordSet } from './words.ts';

export type RequestsWords = {
  readonly person: {
    readonly title: string;
    readonly text: string;
    readonly by: string;
    readonly kinds: {
      readonly userId: string;
      readonly email: string;
      readonly visitor: string;
      readonly device: string;
    };
    readonly value: {
      readonly userId: string;
      readonly email: string;
      readonly visitor: string;
      readonly device: string;
    };
    readonly help: string;
    readonly missing: string;
    readonly document: string;
    readonly json: string;
    readonly object: string;
    readonly erase: string;
    readonly exported: string;
    readonly objected: (since: string) => string;
    readonly nobody: string;
    readonly eraseTitle: string;
    readonly eraseGoes: string;
    readonly eraseStays: string;
    readonly eraseBack: string;
    readonly objectTitle: string;
    readonly objectGoes: string;
    readonly objectStays: string;
    readonly done: (id: string) => string;
    readonly doneNothing: (id: string) => string;
    readonly close: string;
  };
  readonly receipts: {
    readonly title: string;
    readonly text: string;
    readonly empty: string;
    readonly columns: {
      readonly id: string;
      readonly at: string;
      readonly by: string;
      readonly removed: string;
      readonly told: string;
    };
    readonly nothingRemoved: string;
    readonly noPlatform: string;
    readonly states: { readonly done: string; readonly waiting: string; readonly 'given up': string };
    readonly more: string;
    readonly find: string;
    readonly findLabel: string;
    readonly findHelp: string;
    readonly by: { readonly visitor: string; readonly other: string };
  };
};

export const REQUESTS: WordSet<RequestsWords> = {
  en: {
    person: {
      title: 'When somebody asks',
      text: 'Write down how you know the person. What you write is sent to the server and turned into a number there; it stands in no address and no log.',
      by: 'Known by',
      kinds: {
        userId: 'Customer number',
        email: 'E-mail address',
        visitor: 'Visitor id',
        device: 'Device id',
      },
      value: {
        userId: 'Customer number, as your shop has it',
        email: 'E-mail address of the customer',
        visitor: 'Visitor id, 32 letters and digits',
        device: 'Device id, 32 letters and digits',
      },
      help: 'Everything under it is meant, and all that belongs to the same person.',
      missing: 'Write down whom you mean.',
      document: 'Document to hand over',
      json: 'Data as JSON',
      object: 'Stop profiling',
      erase: 'Erase',
      exported: 'The file is in your downloads. Check that it reaches the right person.',
      objected: (since) => `Nothing is recorded or decided for this person any more, since ${since}.`,
      nobody: 'Nothing is held of such a person on this site.',
      eraseTitle: 'Erase this person?',
      eraseGoes:
        'Everything that is held goes: events, profile, orders on record here, e-mail address, scores, what was shown. It goes at once and cannot be brought back.',
      eraseStays:
        'What stays: sums in which nobody can be found, a receipt without a name, and a mark that keeps old events from bringing the person back. Orders in your shop itself stay there.',
      eraseBack:
        'Platforms that were given scores or segments are told, and the receipt says when they have forgotten, too.',
      objectTitle: 'Stop profiling this person?',
      objectGoes:
        'From now on nothing is recorded of them, no segment holds, nothing is scored, no campaign chooses anything for them, and nothing is passed on. Only they can lift it, by a choice of their own.',
      objectStays:
        'What was recorded before stays until its term ends. Orders stay with time and amount, and so does their consent to mail.',
      done: (id) => `Erased. The receipt is ${id}.`,
      doneNothing: (id) => `Nothing was held of that person. The receipt is ${id}.`,
      close: 'Close',
    },
    receipts: {
      title: 'Receipts of erasures',
      text: 'Newest first. A receipt holds nothing of the person: note its number where the request lies.',
      empty:
        'Nobody has been erased yet. A receipt stands here for each erasure, also for those that visitors did themselves.',
      columns: { id: 'Receipt', at: 'When', by: 'Asked by', removed: 'Removed', told: 'Platforms told' },
      nothingRemoved: 'nothing was held',
      noPlatform: 'none had to be told',
      states: {
        done: 'forgotten',
        waiting: 'waiting for their answer',
        'given up': 'never answered: erase it there by hand',
      },
      more: 'Show older ones',
      find: 'Look up',
      findLabel: 'Number of a receipt',
      findHelp: 'It begins with er_.',
      by: { visitor: 'the visitor', other: 'you' },
    },
  },
  de: {
    person: {
      title: 'Wenn jemand fragt',
      text: 'Schreiben Sie, woran Sie die Person kennen. Was Sie schreiben, geht an den Server und wird dort zu einer Nummer; es steht in keiner Adresse und keinem Protokoll.',
      by: 'Bekannt durch',
      kinds: {
        userId: 'Kundennummer',
        email: 'E-Mail-Adresse',
        visitor: 'Besuchernummer',
        device: 'Gerätenummer',
      },
      value: {
        userId: 'Kundennummer, wie Ihr Shop sie hat',
        email: 'E-Mail-Adresse des Kunden',
        visitor: 'Besuchernummer, 32 Buchstaben und Ziffern',
        device: 'Gerätenummer, 32 Buchstaben und Ziffern',
      },
      help: 'Gemeint ist alles darunter, und alles, was zur selben Person gehört.',
      missing: 'Schreiben Sie, wen Sie meinen.',
      document: 'Dokument zum Aushändigen',
      json: 'Daten als JSON',
      object: 'Nicht mehr auswerten',
      erase: 'Löschen',
      exported:
        'Die Datei liegt bei Ihren Downloads. Achten Sie darauf, dass sie an die richtige Person geht.',
      objected: (since) => `Über diese Person wird seit ${since} nichts mehr aufgezeichnet oder entschieden.`,
      nobody: 'Über eine solche Person ist auf dieser Website nichts da.',
      eraseTitle: 'Diese Person löschen?',
      eraseGoes:
        'Alles, was da ist, geht: Ereignisse, Profil, hier vermerkte Bestellungen, E-Mail-Adresse, Prognosen, was gezeigt wurde. Es geht sofort und lässt sich nicht zurückholen.',
      eraseStays:
        'Was bleibt: Summen, in denen niemand zu finden ist, ein Beleg ohne Namen, und ein Merkzeichen, damit alte Ereignisse die Person nicht zurückbringen. Bestellungen in Ihrem Shop selbst bleiben dort.',
      eraseBack:
        'Plattformen, die Prognosen oder Segmente bekamen, erfahren davon, und der Beleg sagt, wann auch sie vergessen haben.',
      objectTitle: 'Diese Person nicht mehr auswerten?',
      objectGoes:
        'Von jetzt an wird nichts über sie aufgezeichnet, kein Segment gilt, nichts wird vorhergesagt, keine Kampagne wählt etwas für sie, und nichts wird weitergegeben. Nur sie selbst kann das aufheben, durch eine eigene Wahl.',
      objectStays:
        'Was vorher aufgezeichnet wurde, bleibt bis zum Ende seiner Frist. Bestellungen bleiben mit Zeit und Betrag, und ebenso die Erlaubnis, Post zu bekommen.',
      done: (id) => `Gelöscht. Der Beleg ist ${id}.`,
      doneNothing: (id) => `Über diese Person war nichts da. Der Beleg ist ${id}.`,
      close: 'Schließen',
    },
    receipts: {
      title: 'Belege über Löschungen',
      text: 'Die neuesten zuerst. Ein Beleg enthält nichts von der Person: Notieren Sie seine Nummer bei der Anfrage.',
      empty:
        'Noch wurde niemand gelöscht. Für jede Löschung steht hier ein Beleg, auch für die, die Besucher selbst auslösen.',
      columns: { id: 'Beleg', at: 'Wann', by: 'Verlangt von', removed: 'Entfernt', told: 'Plattformen' },
      nothingRemoved: 'nichts war da',
      noPlatform: 'keine musste es erfahren',
      states: {
        done: 'hat vergessen',
        waiting: 'Antwort steht aus',
        'given up': 'hat nie geantwortet: Löschen Sie es dort von Hand',
      },
      more: 'Ältere zeigen',
      find: 'Nachsehen',
      findLabel: 'Nummer eines Belegs',
      findHelp: 'Sie beginnt mit er_.',
      by: { visitor: 'dem Besucher', other: 'Ihnen' },
    },
  },
};

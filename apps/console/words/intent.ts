/** What the page of intent says of scores, of what is missing, and of one visitor. */
import type { WordSet } from './words.ts';

export type IntentWords = {
  readonly intro: string;
  readonly labels: string;
  /** By label; of a label of the site's own its key stands. */
  readonly names: Readonly<Record<'purchase_7d' | 'churn_30d' | 'order_value' | 'next_action', string>>;
  readonly foretells: Readonly<Record<'purchase_7d' | 'churn_30d' | 'order_value' | 'next_action', string>>;
  readonly follows: (event: string, span: string) => string;
  readonly states: Readonly<Record<'model' | 'heuristic' | 'none', string>>;
  readonly version: (version: string) => string;
  readonly stateTexts: Readonly<Record<'model' | 'heuristic' | 'none', string>>;
  readonly train: string;
  readonly training: (share: string) => string;
  readonly trainingText: string;
  readonly over: string;
  readonly show: string;
  readonly cancel: string;
  readonly cancelled: string;
  readonly started: string;
  readonly now: {
    readonly title: string;
    readonly likely: (from: string) => string;
    readonly ofAll: (visitors: string, days: string) => string;
    readonly few: string;
    readonly sample: string;
    readonly note: string;
    readonly columns: readonly string[];
    readonly range: (from: string, to: string) => string;
    readonly withheld: string;
    readonly segment: string;
    readonly segmentText: Readonly<Record<'purchase_7d' | 'churn_30d' | 'other', string>>;
    readonly none: string;
  };
  readonly lacking: {
    readonly title: string;
    readonly texts: Readonly<Record<'a_first_look' | 'examples' | 'past' | 'a_training', string>>;
    readonly of: (count: string, needed: string) => string;
    readonly did: Readonly<Record<'event' | 'absence' | 'amount' | 'next', string>>;
    /** Of what has no other side there is none. */
    readonly didNot: Readonly<Record<'event' | 'absence', string>>;
    readonly past: (span: string) => string;
    readonly enoughAt: (day: string) => string;
    readonly unknown: string;
    readonly nextLook: (day: string) => string;
    readonly onlyAsked: string;
    readonly meanwhile: string;
  };
  readonly visitor: {
    readonly title: string;
    readonly reasons: (name: string) => string;
    readonly reasonColumns: readonly string[];
    readonly raises: (times: string) => string;
    readonly lowers: (times: string) => string;
    readonly byPoints: string;
    readonly none: Readonly<Record<'declined' | 'not_allowed' | 'no_events', string>>;
    readonly noCause: string;
    readonly actions: Readonly<Record<'view' | 'cart' | 'checkout' | 'order' | 'leave', string>>;
  };
  readonly save: string;
  readonly asTable: string;
};

export const INTENT: WordSet<IntentWords> = {
  en: {
    intro: 'How likely visitors are to do something, why, and how far you can trust it.',
    labels: 'What is foretold',
    names: {
      purchase_7d: 'Buys within 7 days',
      churn_30d: 'Stays away for 30 days',
      order_value: 'Value of the next order',
      next_action: 'What comes next',
    },
    foretells: {
      purchase_7d: 'How likely a visitor is to order within the next 7 days.',
      churn_30d: 'How likely a visitor is not to come back for 30 days.',
      order_value: 'What the next order within 7 days is likely to bring.',
      next_action: 'What a visitor who is here is likely to do in the next 30 minutes.',
    },
    follows: (event, span) => `How likely “${event}” is to follow within ${span}.`,
    states: { model: 'Learned from your site', heuristic: 'General points', none: 'Nothing yet' },
    version: (version) => `Version ${version}`,
    stateTexts: {
      model: 'A model that learned from what your visitors did gives the scores.',
      heuristic:
        'Points that hold for shops in general give the scores. They rank visitors well; take the percentages as rough.',
      none: 'Nobody is scored until a model has learned from your site.',
    },
    train: 'Train now',
    training: (share) => `Training, ${share}`,
    trainingText: 'It goes on when you leave this page. The new model serves only if it is better.',
    over: 'The training is over.',
    show: 'Show what came of it',
    cancel: 'Cancel training',
    cancelled: 'The training was cancelled',
    started: 'The training has started',
    now: {
      title: 'Scores now',
      likely: (from) => `visitors are at ${from} or more`,
      ofAll: (visitors, days) => `of about ${visitors} seen in the last ${days} days`,
      few: 'Too few visitors to tell how many: their numbers begin when there are more.',
      sample: 'There are more visitors than were looked at: these are a random part of them.',
      note: 'Numbers are rounded to steps, so that no single visitor shows in them.',
      columns: ['Chance', 'Visitors'],
      range: (from, to) => `${from} to ${to}`,
      withheld: 'none, or too few to tell',
      segment: 'Make a segment of them',
      segmentText: {
        purchase_7d:
          'Do not give these a discount: most buy anyway. Help them finish, for example with delivery dates.',
        churn_30d: 'Write to these before they are gone: a reminder works better than a coupon to try first.',
        other: 'A segment of them can be shown something else on your pages, or be written to.',
      },
      none: 'Nobody is scored yet.',
    },
    lacking: {
      title: 'What a model still needs',
      texts: {
        a_first_look: 'Nobody has counted yet. Inkling looks by itself, or now if you press Train.',
        examples:
          'A model learns from visitors who did it and from visitors who did not. There are too few yet.',
        past: 'There are enough examples. The past is too short to learn from its beginning and test at its end.',
        a_training: 'The last training broke off. Press Train to start it again.',
      },
      of: (count, needed) => `${count} of ${needed}`,
      did: {
        event: 'that it came to',
        absence: 'visits that nobody came back after',
        amount: 'orders with a value',
        next: 'visits with a next step',
      },
      didNot: {
        event: 'visits without it',
        absence: 'visits that somebody came back after',
      },
      past: (span) => `It takes a past of about ${span}.`,
      enoughAt: (day) => `At the pace so far that is about ${day}.`,
      unknown: 'When that will be cannot be told yet.',
      nextLook: (day) => `Inkling looks again on ${day}.`,
      onlyAsked: 'It is trained when you press Train, or by itself once a segment asks for it.',
      meanwhile: 'Nothing is broken: until then the points above stand in.',
    },
    visitor: {
      title: 'Why does a visitor have this score?',
      reasons: (name) => `Reasons: ${name}`,
      reasonColumns: ['What is so', 'What it does to the odds'],
      raises: (times) => `× ${times} higher`,
      lowers: (times) => `÷ ${times} lower`,
      byPoints: 'by general points',
      none: {
        declined: 'This visitor declined to be profiled, so nothing is foretold of them.',
        not_allowed:
          'This visitor spoke of consent and did not allow personalization. Ask them for it first.',
        no_events: 'Nothing that this visitor did is known. Scores come with the first event.',
      },
      noCause:
        'Reasons say what such visitors have in common. They do not say that changing it would change anything.',
      actions: {
        view: 'looks at a product',
        cart: 'fills the cart',
        checkout: 'goes to the checkout',
        order: 'orders',
        leave: 'leaves',
      },
    },
    save: 'Save as CSV',
    asTable: 'Show as a table',
  },
  de: {
    intro: 'Wie wahrscheinlich Besucher etwas tun, warum, und wie weit Sie dem trauen können.',
    labels: 'Was vorhergesagt wird',
    names: {
      purchase_7d: 'Kauft binnen 7 Tagen',
      churn_30d: 'Bleibt 30 Tage weg',
      order_value: 'Wert der nächsten Bestellung',
      next_action: 'Was als Nächstes kommt',
    },
    foretells: {
      purchase_7d: 'Wie wahrscheinlich ein Besucher in den nächsten 7 Tagen bestellt.',
      churn_30d: 'Wie wahrscheinlich ein Besucher 30 Tage lang nicht wiederkommt.',
      order_value: 'Was die nächste Bestellung binnen 7 Tagen voraussichtlich bringt.',
      next_action: 'Was ein Besucher, der gerade da ist, in den nächsten 30 Minuten wahrscheinlich tut.',
    },
    follows: (event, span) => `Wie wahrscheinlich „${event}“ binnen ${span} folgt.`,
    states: { model: 'Aus Ihrer Website gelernt', heuristic: 'Allgemeine Punkte', none: 'Noch nichts' },
    version: (version) => `Version ${version}`,
    stateTexts: {
      model: 'Ein Modell, das aus dem Verhalten Ihrer Besucher gelernt hat, gibt die Werte.',
      heuristic:
        'Punkte, die für Shops im Allgemeinen gelten, geben die Werte. Die Reihenfolge stimmt meist; nehmen Sie die Prozente als grobe Angabe.',
      none: 'Niemand wird bewertet, bevor ein Modell aus Ihrer Website gelernt hat.',
    },
    train: 'Jetzt trainieren',
    training: (share) => `Training, ${share}`,
    trainingText:
      'Es läuft weiter, wenn Sie diese Seite verlassen. Das neue Modell wird nur benutzt, wenn es besser ist.',
    over: 'Das Training ist zu Ende.',
    show: 'Zeigen, was daraus wurde',
    cancel: 'Training abbrechen',
    cancelled: 'Das Training wurde abgebrochen',
    started: 'Das Training hat begonnen',
    now: {
      title: 'Werte jetzt',
      likely: (from) => `Besucher liegen bei ${from} oder mehr`,
      ofAll: (visitors, days) => `von etwa ${visitors}, die in den letzten ${days} Tagen da waren`,
      few: 'Zu wenige Besucher, um eine Zahl zu nennen: Zahlen gibt es, sobald es mehr sind.',
      sample: 'Es gibt mehr Besucher, als angesehen wurden: Diese sind ein zufälliger Teil davon.',
      note: 'Zahlen sind auf Stufen gerundet, damit kein einzelner Besucher darin zu sehen ist.',
      columns: ['Wahrscheinlichkeit', 'Besucher'],
      range: (from, to) => `${from} bis ${to}`,
      withheld: 'keine oder zu wenige für eine Zahl',
      segment: 'Ein Segment daraus machen',
      segmentText: {
        purchase_7d:
          'Geben Sie diesen keinen Rabatt: Die meisten kaufen ohnehin. Helfen Sie ihnen beim Abschluss, etwa mit Lieferterminen.',
        churn_30d:
          'Schreiben Sie diesen, bevor sie weg sind: Versuchen Sie es zuerst mit einer Erinnerung statt mit einem Gutschein.',
        other: 'Einem Segment daraus können Sie auf Ihren Seiten anderes zeigen oder schreiben.',
      },
      none: 'Noch wird niemand bewertet.',
    },
    lacking: {
      title: 'Was einem Modell noch fehlt',
      texts: {
        a_first_look:
          'Noch hat niemand gezählt. Inkling sieht von selbst nach, oder sofort, wenn Sie Trainieren drücken.',
        examples:
          'Ein Modell lernt von Besuchern, die es taten, und von solchen, die es nicht taten. Davon gibt es noch zu wenige.',
        past: 'Beispiele gibt es genug. Die Vergangenheit ist zu kurz, um aus ihrem Anfang zu lernen und an ihrem Ende zu prüfen.',
        a_training: 'Das letzte Training brach ab. Drücken Sie Trainieren, um es neu zu beginnen.',
      },
      of: (count, needed) => `${count} von ${needed}`,
      did: {
        event: 'Mal kam es dazu',
        absence: 'Besuche, nach denen niemand wiederkam',
        amount: 'Bestellungen mit Wert',
        next: 'Besuche mit einem nächsten Schritt',
      },
      didNot: {
        event: 'Besuche ohne das',
        absence: 'Besuche, nach denen jemand wiederkam',
      },
      past: (span) => `Nötig ist eine Vergangenheit von etwa ${span}.`,
      enoughAt: (day) => `Geht es weiter wie bisher, ist das etwa am ${day}.`,
      unknown: 'Wann das sein wird, lässt sich noch nicht sagen.',
      nextLook: (day) => `Inkling sieht am ${day} wieder nach.`,
      onlyAsked:
        'Trainiert wird, wenn Sie Trainieren drücken, oder von selbst, sobald ein Segment danach fragt.',
      meanwhile: 'Nichts ist kaputt: Bis dahin treten die Punkte oben an die Stelle.',
    },
    visitor: {
      title: 'Warum hat ein Besucher diesen Wert?',
      reasons: (name) => `Gründe: ${name}`,
      reasonColumns: ['Was ist', 'Was das mit den Chancen macht'],
      raises: (times) => `× ${times} höher`,
      lowers: (times) => `÷ ${times} niedriger`,
      byPoints: 'nach allgemeinen Punkten',
      none: {
        declined: 'Dieser Besucher hat ein Profil abgelehnt, deshalb wird nichts über ihn vorhergesagt.',
        not_allowed:
          'Dieser Besucher hat sich zur Einwilligung geäußert und Personalisierung nicht erlaubt. Fragen Sie zuerst danach.',
        no_events: 'Es ist nichts bekannt, was dieser Besucher tat. Werte gibt es mit dem ersten Ereignis.',
      },
      noCause:
        'Gründe sagen, was solche Besucher gemeinsam haben. Sie sagen nicht, dass eine Änderung daran etwas bewirkt.',
      actions: {
        view: 'sieht ein Produkt an',
        cart: 'füllt den Warenkorb',
        checkout: 'geht zur Kasse',
        order: 'bestellt',
        leave: 'geht',
      },
    },
    save: 'Als CSV speichern',
    asTable: 'Als Tabelle zeigen',
  },
};

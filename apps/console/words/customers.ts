/** What the page of customers says. */
import type { WordSet } from './words.ts';

/** What to do about buyers of a cell. */
export const ADVICE = [
  'reward',
  'second',
  'habit',
  'nudge',
  'remind',
  'winBackLoyal',
  'winBack',
  'letGo',
] as const;
export type Advice = (typeof ADVICE)[number];

export type CustomersWords = {
  readonly intro: string;
  readonly empty: string;
  readonly emptyText: string;
  readonly buyers: string;
  readonly repeat: string;
  readonly about: (count: string) => string;
  readonly fewer: string;
  readonly grid: {
    readonly title: string;
    readonly text: string;
    readonly corner: string;
    readonly recency: (from: string, to: string) => string;
    readonly recencyFirst: (to: string) => string;
    readonly recencyLast: (from: string) => string;
    readonly orders: (from: string, to: string) => string;
    readonly ordersOne: (count: string) => string;
    readonly ordersLast: (from: string) => string;
    readonly withheld: string;
    readonly cell: (recency: string, orders: string, buyers: string) => string;
    readonly choose: string;
    readonly spent: (amount: string) => string;
    readonly alive: (share: string) => string;
    readonly segment: string;
    readonly none: string;
    readonly note: string;
    readonly sample: string;
    readonly columns: readonly string[];
  };
  readonly advice: Readonly<Record<Advice, { readonly title: string; readonly text: string }>>;
  readonly alive: {
    readonly title: string;
    readonly text: string;
    readonly columns: readonly string[];
    readonly range: (from: string, to: string) => string;
    readonly fitted: (day: string, history: string) => string;
  };
  readonly value: {
    readonly title: string;
    readonly text: (share: string, days: string) => string;
    readonly columns: readonly string[];
    readonly fifth: (number: string) => string;
    readonly cell: (mean: string, share: string) => string;
    readonly tooFew: string;
  };
  readonly missing: {
    readonly title: string;
    readonly few: (count: string, needed: string) => string;
    readonly veryFew: (needed: string) => string;
    readonly fewText: string;
    readonly unfitted: string;
  };
  readonly visitor: {
    readonly title: string;
    readonly alive: (share: string) => string;
    readonly columns: readonly string[];
    readonly days: (days: string) => string;
    readonly noValues: string;
    readonly history: (days: string) => string;
    readonly refused: string;
  };
  readonly save: string;
};

export const CUSTOMERS: WordSet<CustomersWords> = {
  en: {
    intro: 'Who buys again, who is slipping away, and where your effort pays.',
    empty: 'No buyers yet',
    emptyText:
      'Buyers stand here once orders arrive of visitors who allowed it, or whom your server names. Connect orders on the page Install.',
    buyers: 'buyers',
    repeat: 'of them bought again',
    about: (count) => `about ${count}`,
    fewer: 'too few to tell',
    grid: {
      title: 'How lately and how often they bought',
      text: 'Each field holds the buyers who bought so often and so lately. Choose one to see what to do about them.',
      corner: 'Last order',
      recency: (from, to) => `${from} to ${to} days ago`,
      recencyFirst: (to) => `Under ${to} days ago`,
      recencyLast: (from) => `${from} days ago or more`,
      orders: (from, to) => `${from} to ${to} orders`,
      ordersOne: (count) => (count === '1' ? '1 order' : `${count} orders`),
      ordersLast: (from) => `${from} orders or more`,
      withheld: 'few',
      cell: (recency, orders, buyers) => `${orders}, ${recency}: ${buyers} buyers`,
      choose: 'Choose a field above.',
      spent: (amount) => `They have spent about ${amount} each so far.`,
      alive: (share) => `On average the chance that they still buy from you is ${share}.`,
      segment: 'Make a segment of them',
      none: 'Nobody, or too few to tell: no single buyer shows in these numbers.',
      note: 'Numbers are rounded to steps, so that no single buyer shows in them. “few” can be none.',
      sample: 'There are more visitors than were looked at: these are a random part of them.',
      columns: ['Last order', 'Orders', 'Buyers', 'Spent each', 'Still buys'],
    },
    advice: {
      reward: {
        title: 'Your best: reward them',
        text: 'They buy often and did so lately. Thank them, show them new things first, ask for a review. A discount gives away money.',
      },
      second: {
        title: 'New: help them to a second order',
        text: 'The second order makes a customer. Follow up with how to use what they bought, and with what goes with it.',
      },
      habit: {
        title: 'Coming back: make it a habit',
        text: 'They know you by now. Remind them when what they bought runs out, and show what others add.',
      },
      nudge: {
        title: 'Bought once, a while ago: give a reason to return',
        text: 'Send what is new since their order. If nothing comes of it, a small offer for the second order is worth a test.',
      },
      remind: {
        title: 'Due again: remind them',
        text: 'They would usually have ordered by now. A reminder is enough for many: try it before any discount.',
      },
      winBackLoyal: {
        title: 'Loyal and slipping away: win them back first',
        text: 'They bought often and then stopped. Ask what happened, and make a real offer: they are worth the most of all who left.',
      },
      winBack: {
        title: 'Slipping away: win them back',
        text: 'Write once with a good reason to return. Hold some of them back as a control, to see whether it helped.',
      },
      letGo: {
        title: 'Bought once, long ago: let them go',
        text: 'Few of these come back whatever you do. Spend the effort elsewhere, and stop writing to them.',
      },
    },
    alive: {
      title: 'Do those who bought again still buy?',
      text: 'How probable it is that each repeat buyer has not stopped, judged by their own rhythm. Of who bought once that cannot be told.',
      columns: ['Chance that they still buy', 'Repeat buyers'],
      range: (from, to) => `${from} to ${to}`,
      fitted: (day, history) => `From the model of ${day}, made of ${history} days of orders.`,
    },
    value: {
      title: 'Who will bring the most?',
      text: (share, days) =>
        `The best fifth of your buyers is expected to bring ${share} of what all bring in the next ${days} days. That is worth knowing before you spend on winning new ones.`,
      columns: ['Fifth of the buyers', 'Expected of each, and share of all'],
      fifth: (number) => `${number}, from the best`,
      cell: (mean, share) => `${mean} each · ${share}`,
      tooFew: 'What orders bring cannot be foretold of so few buyers.',
    },
    missing: {
      title: 'Who still buys, and what they will bring',
      few: (count, needed) => `About ${count} of ${needed} repeat buyers`,
      veryFew: (needed) => `Very few of ${needed} repeat buyers so far`,
      fewText: 'That is told once enough buyers have come back: from fewer it would be a guess.',
      unfitted: 'There are enough repeat buyers. It is computed once a week, by itself.',
    },
    visitor: {
      title: 'What is to be expected of one buyer?',
      alive: (share) => `The chance that they still buy from you is ${share}.`,
      columns: ['In the next', 'Days on which they order', 'Which bring'],
      days: (days) => `${days} days`,
      noValues: 'not known',
      history: (days) => `There are ${days} days of orders to go by: what lies further ahead is a guess.`,
      refused: 'Nothing can be foretold of this visitor.',
    },
    save: 'Save as CSV',
  },
  de: {
    intro: 'Wer wieder kauft, wer sich entfernt, und wo sich Ihre Mühe lohnt.',
    empty: 'Noch keine Käufer',
    emptyText:
      'Käufer stehen hier, sobald Bestellungen von Besuchern eintreffen, die es erlaubt haben oder die Ihr Server nennt. Verbinden Sie Bestellungen auf der Seite Einbau.',
    buyers: 'Käufer',
    repeat: 'davon haben wieder gekauft',
    about: (count) => `etwa ${count}`,
    fewer: 'zu wenige für eine Zahl',
    grid: {
      title: 'Wie kürzlich und wie oft sie kauften',
      text: 'In jedem Feld sind die Käufer, die so oft und so kürzlich gekauft haben. Wählen Sie eines, um zu sehen, was zu tun ist.',
      corner: 'Letzte Bestellung',
      recency: (from, to) => `vor ${from} bis ${to} Tagen`,
      recencyFirst: (to) => `vor weniger als ${to} Tagen`,
      recencyLast: (from) => `vor ${from} Tagen oder mehr`,
      orders: (from, to) => `${from} bis ${to} Bestellungen`,
      ordersOne: (count) => (count === '1' ? '1 Bestellung' : `${count} Bestellungen`),
      ordersLast: (from) => `${from} Bestellungen oder mehr`,
      withheld: 'wenige',
      cell: (recency, orders, buyers) => `${orders}, ${recency}: ${buyers} Käufer`,
      choose: 'Wählen Sie oben ein Feld.',
      spent: (amount) => `Sie haben bisher je etwa ${amount} ausgegeben.`,
      alive: (share) => `Im Mittel kaufen sie mit ${share} Wahrscheinlichkeit noch bei Ihnen.`,
      segment: 'Ein Segment daraus machen',
      none: 'Niemand oder zu wenige für eine Zahl: Kein einzelner Käufer ist in diesen Zahlen zu sehen.',
      note: 'Zahlen sind auf Stufen gerundet, damit kein einzelner Käufer darin zu sehen ist. „wenige“ kann auch niemand sein.',
      sample: 'Es gibt mehr Besucher, als angesehen wurden: Diese sind ein zufälliger Teil davon.',
      columns: ['Letzte Bestellung', 'Bestellungen', 'Käufer', 'Je ausgegeben', 'Kauft noch'],
    },
    advice: {
      reward: {
        title: 'Ihre Besten: belohnen',
        text: 'Sie kaufen oft und taten es kürzlich. Danken Sie ihnen, zeigen Sie ihnen Neues zuerst, bitten Sie um eine Bewertung. Ein Rabatt verschenkt Geld.',
      },
      second: {
        title: 'Neu: zur zweiten Bestellung helfen',
        text: 'Erst die zweite Bestellung macht einen Kunden. Zeigen Sie, wie man das Gekaufte benutzt und was dazu passt.',
      },
      habit: {
        title: 'Kommt wieder: zur Gewohnheit machen',
        text: 'Sie kennen Sie inzwischen. Erinnern Sie, wenn das Gekaufte zur Neige geht, und zeigen Sie, was andere dazunehmen.',
      },
      nudge: {
        title: 'Einmal gekauft, eine Weile her: einen Grund geben',
        text: 'Senden Sie, was seit der Bestellung neu ist. Hilft das nicht, ist ein kleines Angebot für die zweite Bestellung einen Versuch wert.',
      },
      remind: {
        title: 'Wieder fällig: erinnern',
        text: 'Sonst hätten sie inzwischen bestellt. Vielen genügt eine Erinnerung: Versuchen Sie die vor jedem Rabatt.',
      },
      winBackLoyal: {
        title: 'Treu und auf dem Weg hinaus: zuerst zurückgewinnen',
        text: 'Sie kauften oft und hörten dann auf. Fragen Sie, was war, und machen Sie ein echtes Angebot: Von allen, die gingen, sind sie am meisten wert.',
      },
      winBack: {
        title: 'Auf dem Weg hinaus: zurückgewinnen',
        text: 'Schreiben Sie einmal mit einem guten Grund. Nehmen Sie einige als Kontrollgruppe aus, um zu sehen, ob es half.',
      },
      letGo: {
        title: 'Einmal gekauft, lange her: gehen lassen',
        text: 'Von diesen kommen wenige wieder, was Sie auch tun. Wenden Sie die Mühe anderswo auf und schreiben Sie ihnen nicht mehr.',
      },
    },
    alive: {
      title: 'Kaufen die noch, die wieder kauften?',
      text: 'Wie wahrscheinlich es ist, dass jeder wiederkehrende Käufer nicht aufgehört hat, gemessen an seinem eigenen Rhythmus. Wer einmal kaufte, lässt sich so nicht beurteilen.',
      columns: ['Wahrscheinlichkeit, dass sie noch kaufen', 'Wiederkehrende Käufer'],
      range: (from, to) => `${from} bis ${to}`,
      fitted: (day, history) => `Aus dem Modell vom ${day}, gebildet aus ${history} Tagen mit Bestellungen.`,
    },
    value: {
      title: 'Wer wird am meisten bringen?',
      text: (share, days) =>
        `Das beste Fünftel Ihrer Käufer bringt in den nächsten ${days} Tagen voraussichtlich ${share} von allem. Das ist gut zu wissen, bevor Sie Geld für neue ausgeben.`,
      columns: ['Fünftel der Käufer', 'Von jedem erwartet, und Anteil an allem'],
      fifth: (number) => `${number}., vom besten an`,
      cell: (mean, share) => `je ${mean} · ${share}`,
      tooFew: 'Was Bestellungen bringen, lässt sich von so wenigen Käufern nicht vorhersagen.',
    },
    missing: {
      title: 'Wer noch kauft, und was sie bringen werden',
      few: (count, needed) => `Etwa ${count} von ${needed} wiederkehrenden Käufern`,
      veryFew: (needed) => `Bisher sehr wenige von ${needed} wiederkehrenden Käufern`,
      fewText: 'Das wird gesagt, sobald genug Käufer wiedergekommen sind: Aus weniger wäre es geraten.',
      unfitted: 'Wiederkehrende Käufer gibt es genug. Gerechnet wird einmal in der Woche, von selbst.',
    },
    visitor: {
      title: 'Was ist von einem Käufer zu erwarten?',
      alive: (share) => `Noch bei Ihnen zu kaufen, hat eine Wahrscheinlichkeit von ${share}.`,
      columns: ['In den nächsten', 'Tage mit Bestellung', 'Die bringen'],
      days: (days) => `${days} Tagen`,
      noValues: 'nicht bekannt',
      history: (days) => `Es gibt ${days} Tage mit Bestellungen: Was weiter voraus liegt, ist geraten.`,
      refused: 'Über diesen Besucher lässt sich nichts vorhersagen.',
    },
    save: 'Als CSV speichern',
  },
};

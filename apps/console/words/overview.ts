/** What the overview says. */
import type { StepName } from '../api/answers/overview.ts';
import { STEPS } from './steps.ts';
import type { WordSet } from './words.ts';

type FigureName = 'views' | 'visitors' | 'orders' | 'revenue';

export type OverviewWords = {
  readonly intro: string;
  readonly period: string;
  readonly days: (count: string) => string;
  readonly between: (from: string, to: string) => string;
  readonly behind: string;
  readonly figures: Readonly<Record<FigureName, string>>;
  readonly change: (change: string, before: string) => string;
  readonly noBefore: string;
  readonly same: string;
  readonly unknown: string;
  readonly unknownWhy: string;
  readonly refunded: (amount: string) => string;
  readonly estimate: (error: string) => string;
  readonly partly: (share: string) => string;
  readonly byDay: { readonly title: string; readonly summary: (from: string, to: string) => string };
  readonly money: { readonly title: string; readonly summary: (from: string, to: string) => string };
  readonly day: string;
  readonly plot: { readonly asTable: string; readonly save: string };
  readonly pages: {
    readonly title: string;
    readonly page: string;
    readonly views: string;
    readonly share: string;
    readonly other: string;
    readonly empty: string;
    readonly withheld: (least: string) => string;
  };
  readonly sources: {
    readonly title: string;
    readonly source: string;
    readonly kind: string;
    readonly kinds: Readonly<Record<'campaign' | 'referrer', string>>;
    readonly views: string;
    readonly empty: string;
    readonly withheld: (least: string) => string;
  };
  readonly funnel: {
    readonly title: string;
    readonly step: string;
    readonly steps: Readonly<Record<StepName | 'visit', string>>;
    readonly visitors: string;
    readonly events: string;
    readonly ofAll: string;
    readonly dropped: string;
    readonly visitorsNote: string;
    readonly eventsNote: string;
    readonly worst: (step: string, next: string, share: string) => string;
  };
  readonly changed: {
    readonly title: string;
    readonly intro: string;
    readonly none: string;
    readonly first: string;
    readonly verdicts: Readonly<
      Record<'ship' | 'stop' | 'keep_running' | 'broken' | 'not_enough_data', string>
    >;
    readonly noControl: string;
    readonly noReport: string;
    readonly lift: (arm: string, lift: string, low: string, high: string) => string;
    readonly noLift: string;
    readonly more: string;
    readonly campaign: string;
    readonly verdict: string;
    readonly result: string;
  };
  readonly save: (what: string) => string;
  readonly empty: string;
  readonly emptyText: string;
  readonly install: string;
};

export const OVERVIEW: WordSet<OverviewWords> = {
  en: {
    intro: 'How the shop is doing, and what Inkling has to do with it.',
    period: 'Period',
    days: (count) => `Last ${count} days`,
    between: (from, to) => `${from} to ${to}, beside as many days before`,
    behind: 'Older events are still being counted. The figures grow until that is done.',
    figures: {
      views: 'Page views',
      visitors: 'Visitors a day',
      orders: 'Orders',
      revenue: 'Revenue',
    },
    change: (change, before) => `${change} (${before} before)`,
    noBefore: 'Nothing before it',
    same: 'As before',
    unknown: 'Unknown',
    unknownWhy: 'Pages were only counted, so nobody can tell how many visitors there were.',
    refunded: (amount) => `${amount} refunds are taken off.`,
    estimate: (error) =>
      `Visitors are estimates, right to about ${error} in most cases. Nobody is stored for them.`,
    partly: (share) => `Visitors are those behind ${share} of the views. The others were only counted.`,
    byDay: {
      title: 'Day by day',
      summary: (from, to) => `Page views and visitors by day, from ${from} to ${to}`,
    },
    money: {
      title: 'Orders and revenue',
      summary: (from, to) => `Revenue by day, from ${from} to ${to}`,
    },
    day: 'Day',
    plot: { asTable: 'Show the figures', save: 'Save as CSV' },
    pages: {
      title: 'Pages',
      page: 'Page',
      views: 'Views',
      share: 'Of all views',
      other: 'All other pages',
      empty: 'No page has enough views yet to be shown.',
      withheld: (least) =>
        `A page is named once it has ${least} views on a day, or over days of one month. The rest stands under all other pages.`,
    },
    sources: {
      title: 'Where visitors come from',
      source: 'Source',
      kind: 'Kind',
      kinds: { campaign: 'Campaign link', referrer: 'Other site' },
      views: 'Views, about',
      empty: 'No source has brought enough visitors yet to be shown.',
      withheld: (least) =>
        `A source is named once ${least} different visitors came from it; its figures are rounded. This way nobody can be picked out.`,
    },
    funnel: {
      title: 'From visit to order',
      step: 'Step',
      steps: STEPS.en,
      visitors: 'Visitors',
      events: 'Times',
      ofAll: 'Of all',
      dropped: 'Lost',
      visitorsNote:
        'Visitors are counted once a day for each step, and lost on the way from the one before. The last step counts orders.',
      eventsNote: 'Visitors are unknown here, so this is how often each step was taken.',
      worst: (step, next, share) =>
        `Most are lost between “${step}” and “${next}”: ${share}. Look there first.`,
    },
    changed: {
      title: 'What Inkling changed',
      intro: 'Each campaign beside a group of visitors that did not get it.',
      none: 'No campaign has run yet, so Inkling has changed nothing so far.',
      first: 'Go to campaigns',
      verdicts: {
        ship: 'It helps',
        stop: 'It does harm, or too little',
        keep_running: 'Still open',
        broken: 'Not to be believed',
        not_enough_data: 'Too early to say',
      },
      noControl: 'Nobody to compare with',
      noReport: 'The report could not be read now.',
      lift: (arm, lift, low, high) => `${arm}: ${lift}, somewhere between ${low} and ${high}`,
      noLift: 'Nothing can be shown yet.',
      more: 'All other campaigns stand on their own page.',
      campaign: 'Campaign',
      verdict: 'Verdict',
      result: 'Result',
    },
    save: (what) => `Save as CSV: ${what}`,
    empty: 'No views yet',
    emptyText:
      'As soon as pages of the shop tell of their views, they are counted here within a minute or two.',
    install: 'See how to install it',
  },
  de: {
    intro: 'Wie es dem Shop geht, und was Inkling damit zu tun hat.',
    period: 'Zeitraum',
    days: (count) => `Letzte ${count} Tage`,
    between: (from, to) => `${from} bis ${to}, daneben ebenso viele Tage davor`,
    behind: 'Ältere Ereignisse werden noch gezählt. Bis dahin wachsen die Zahlen.',
    figures: {
      views: 'Seitenaufrufe',
      visitors: 'Besucher am Tag',
      orders: 'Bestellungen',
      revenue: 'Umsatz',
    },
    change: (change, before) => `${change} (davor ${before})`,
    noBefore: 'Davor nichts',
    same: 'Wie davor',
    unknown: 'Unbekannt',
    unknownWhy: 'Seiten wurden nur gezählt, also kann niemand sagen, wie viele Besucher es waren.',
    refunded: (amount) => `${amount} Erstattungen sind abgezogen.`,
    estimate: (error) =>
      `Besucher sind geschätzt, meist auf etwa ${error} genau. Dafür wird niemand gespeichert.`,
    partly: (share) => `Besucher gehören zu ${share} der Aufrufe. Die übrigen wurden nur gezählt.`,
    byDay: {
      title: 'Tag für Tag',
      summary: (from, to) => `Seitenaufrufe und Besucher nach Tagen, ${from} bis ${to}`,
    },
    money: {
      title: 'Bestellungen und Umsatz',
      summary: (from, to) => `Umsatz nach Tagen, ${from} bis ${to}`,
    },
    day: 'Tag',
    plot: { asTable: 'Zahlen zeigen', save: 'Als CSV speichern' },
    pages: {
      title: 'Seiten',
      page: 'Seite',
      views: 'Aufrufe',
      share: 'Von allen Aufrufen',
      other: 'Alle anderen Seiten',
      empty: 'Noch hat keine Seite genug Aufrufe, um gezeigt zu werden.',
      withheld: (least) =>
        `Eine Seite wird genannt, sobald sie an einem Tag oder an Tagen eines Monats ${least} Aufrufe hat. Der Rest steht unter allen anderen Seiten.`,
    },
    sources: {
      title: 'Woher Besucher kommen',
      source: 'Quelle',
      kind: 'Art',
      kinds: { campaign: 'Kampagnenlink', referrer: 'Andere Website' },
      views: 'Aufrufe, etwa',
      empty: 'Noch hat keine Quelle genug Besucher gebracht, um gezeigt zu werden.',
      withheld: (least) =>
        `Eine Quelle wird genannt, sobald ${least} verschiedene Besucher von ihr kamen; ihre Zahlen sind gerundet. So ist niemand herauszulesen.`,
    },
    funnel: {
      title: 'Vom Besuch zur Bestellung',
      step: 'Schritt',
      steps: STEPS.de,
      visitors: 'Besucher',
      events: 'Mal',
      ofAll: 'Von allen',
      dropped: 'Verloren',
      visitorsNote:
        'Besucher zählen je Schritt einmal am Tag, verloren gehen sie auf dem Weg vom Schritt davor. Der letzte Schritt zählt Bestellungen.',
      eventsNote: 'Besucher sind hier unbekannt. Gezählt ist, wie oft jeder Schritt getan wurde.',
      worst: (step, next, share) =>
        `Die meisten gehen zwischen „${step}“ und „${next}“ verloren: ${share}. Sehen Sie dort zuerst nach.`,
    },
    changed: {
      title: 'Was Inkling verändert hat',
      intro: 'Jede Kampagne neben einer Gruppe von Besuchern, die sie nicht bekam.',
      none: 'Noch lief keine Kampagne, also hat Inkling bisher nichts verändert.',
      first: 'Zu den Kampagnen',
      verdicts: {
        ship: 'Sie hilft',
        stop: 'Sie schadet oder bringt zu wenig',
        keep_running: 'Noch offen',
        broken: 'Nicht zu glauben',
        not_enough_data: 'Noch zu früh',
      },
      noControl: 'Niemand zum Vergleichen',
      noReport: 'Der Bericht war gerade nicht zu lesen.',
      lift: (arm, lift, low, high) => `${arm}: ${lift}, irgendwo zwischen ${low} und ${high}`,
      noLift: 'Noch lässt sich nichts zeigen.',
      more: 'Alle anderen Kampagnen stehen auf ihrer eigenen Seite.',
      campaign: 'Kampagne',
      verdict: 'Urteil',
      result: 'Ergebnis',
    },
    save: (what) => `Als CSV speichern: ${what}`,
    empty: 'Noch keine Aufrufe',
    emptyText:
      'Sobald Seiten des Shops von ihren Aufrufen berichten, werden sie hier binnen ein, zwei Minuten gezählt.',
    install: 'So wird Inkling eingebaut',
  },
};

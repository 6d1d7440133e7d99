/** What is said of where visitors stop on their way to an order. */
import type { StepName } from '../api/answers/overview.ts';
import { STEPS } from './steps.ts';
import type { WordSet } from './words.ts';

type Unit = 'visitors' | 'events';
export type DropsWords = {
  readonly title: string;
  readonly text: string;
  readonly period: string;
  readonly periods: (days: string) => string;
  readonly step: string;
  readonly steps: Readonly<Record<StepName | 'visit', string>>;
  readonly came: Readonly<Record<Unit, string>>;
  readonly after: string;
  readonly wentOn: (wentOn: string, stopped: string, share: string) => string;
  /** Of the file. */
  readonly file: readonly string[];
  readonly of: (count: string, share: string) => string;
  readonly worst: (step: string, stopped: string, came: string, share: string) => string;
  /** What to do about those who stop there. */
  readonly next: Readonly<Record<Exclude<StepName | 'visit', 'order'>, string>>;
  readonly campaigns: string;
  readonly notes: Readonly<Record<Unit, string>>;
  readonly partly: (share: string) => string;
  readonly behind: string;
  readonly empty: string;
  readonly install: string;
};

export const DROPS: WordSet<DropsWords> = {
  en: {
    title: 'Where visitors stop',
    text: 'Each step on the way to an order: how many came that far, how many went on, and how many stopped there.',
    period: 'Days',
    periods: (days) => `Last ${days} days`,
    step: 'Step',
    steps: STEPS.en,
    came: { visitors: 'Came this far', events: 'How often' },
    after: 'And then',
    wentOn: (wentOn, stopped, share) => `${wentOn} went on, ${stopped} stopped (${share})`,
    file: ['Step', 'Came this far', 'Went on', 'Stopped here'],
    of: (count, share) => `${count} (${share})`,
    worst: (step, stopped, came, share) =>
      `Most stop at “${step}”: ${stopped} of ${came} went no further (${share}).`,
    next: {
      visit:
        'They leave without a look at a product: put what sells best where they arrive, and see on Overview which pages that is.',
      product:
        'They look and do not choose: say price, delivery and stock beside the button, and show what goes with the product.',
      cart: 'They put something in and leave it: say what delivery costs before the checkout, and remind those who allow it.',
      checkout:
        'They begin to pay and stop: look for costs that come late, an account that is required, and ways to pay that are missing.',
    },
    campaigns: 'Do something about it with a campaign',
    notes: {
      visitors:
        'Visitors are estimated, once a day each. Whoever took a later step counts as having come past the earlier ones. What is left of the last step ordered.',
      events:
        'Visitors are unknown here, so this is how often each step was taken: one visitor may take one many times.',
    },
    partly: (share) =>
      `${share} of views are of somebody; the others were only counted, and are not in here.`,
    behind: 'What came in last is not counted yet.',
    empty: 'Nobody has come in this time. Choose a longer one, or see whether pages send anything.',
    install: 'See whether it is installed',
  },
  de: {
    title: 'Wo Besucher aufhören',
    text: 'Jeder Schritt auf dem Weg zur Bestellung: wie viele so weit kamen, wie viele weitergingen und wie viele dort aufhörten.',
    period: 'Tage',
    periods: (days) => `Letzte ${days} Tage`,
    step: 'Schritt',
    steps: STEPS.de,
    came: { visitors: 'Kamen so weit', events: 'Wie oft' },
    after: 'Und dann',
    wentOn: (wentOn, stopped, share) => `${wentOn} gingen weiter, ${stopped} hörten auf (${share})`,
    file: ['Schritt', 'Kamen so weit', 'Gingen weiter', 'Hörten hier auf'],
    of: (count, share) => `${count} (${share})`,
    worst: (step, stopped, came, share) =>
      `Die meisten hören bei „${step}“ auf: ${stopped} von ${came} gingen nicht weiter (${share}).`,
    next: {
      visit:
        'Sie gehen, ohne ein Produkt anzusehen: Zeigen Sie dort, wo sie ankommen, was sich am besten verkauft. Welche Seiten das sind, steht in der Übersicht.',
      product:
        'Sie sehen hin und entscheiden sich nicht: Nennen Sie Preis, Lieferung und Vorrat neben dem Knopf, und zeigen Sie, was dazu passt.',
      cart: 'Sie legen etwas hinein und lassen es liegen: Sagen Sie vor der Kasse, was der Versand kostet, und erinnern Sie, wer das erlaubt.',
      checkout:
        'Sie beginnen zu bezahlen und hören auf: Suchen Sie nach Kosten, die spät kommen, nach einem Konto, das verlangt wird, und nach fehlenden Zahlungsarten.',
    },
    campaigns: 'Mit einer Kampagne etwas dagegen tun',
    notes: {
      visitors:
        'Besucher sind geschätzt, jeder einmal am Tag. Wer einen späteren Schritt tat, zählt auch bei den früheren mit. Was vom letzten Schritt übrig ist, hat bestellt.',
      events:
        'Besucher sind hier unbekannt. Gezählt ist, wie oft jeder Schritt getan wurde: Einer kann ihn oft tun.',
    },
    partly: (share) =>
      `${share} der Aufrufe sind von jemandem; die anderen wurden nur gezählt und stehen hier nicht.`,
    behind: 'Was zuletzt eintraf, ist noch nicht gezählt.',
    empty:
      'In dieser Zeit ist niemand gekommen. Wählen Sie eine längere, oder sehen Sie nach, ob die Seiten etwas senden.',
    install: 'Nachsehen, ob der Einbau stimmt',
  },
};

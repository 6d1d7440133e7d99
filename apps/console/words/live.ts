/** What the page of the present moment says. */
import type { FunnelStep } from '../api/answers/live.ts';
import type { WordSet } from './words.ts';

export type LiveWords = {
  readonly intro: string;
  readonly near: string;
  readonly far: string;
  readonly atLeast: (count: string) => string;
  readonly only: string;
  readonly stepsTitle: string;
  readonly stepsText: string;
  readonly steps: Readonly<Record<FunnelStep, string>>;
  readonly stagesTitle: string;
  readonly noStage: string;
  readonly columns: {
    readonly step: string;
    readonly stage: string;
    readonly near: string;
    readonly far: string;
    readonly page: string;
    readonly visitors: string;
  };
  readonly pagesTitle: string;
  readonly pagesText: (k: string) => string;
  readonly pagesEmpty: (k: string) => string;
  readonly about: (count: string) => string;
  readonly feed: string;
  readonly feedEmpty: string;
  readonly nobody: string;
  readonly install: string;
  readonly visitor: (id: string) => string;
  readonly entered: (segment: string) => string;
  readonly left: (segment: string) => string;
  readonly treated: (campaign: string, variant: string) => string;
  readonly control: (campaign: string) => string;
  readonly heldOut: (campaign: string) => string;
  readonly passedOver: (campaign: string) => string;
  readonly reached: (campaign: string, event: string) => string;
  readonly badges: {
    readonly segment: string;
    readonly treatment: string;
    readonly nothing: string;
    readonly goal: string;
    readonly corrected: string;
  };
};

export const LIVE: WordSet<LiveWords> = {
  en: {
    intro: 'Who is here right now, how far they are, and what Inkling notices and does as it happens.',
    near: 'Visitors in the last 5 minutes',
    far: 'Visitors in the last 30 minutes',
    atLeast: (count) => `${count} or more`,
    only: 'Whoever did something on a page counts once. Visitors who are only counted, before they agree, cannot be told apart and are not among them.',
    stepsTitle: 'How far they are',
    stepsText: 'The furthest that each came in the last 30 minutes.',
    steps: {
      browse: 'Looking around',
      product: 'Looked at a product',
      cart: 'Has a cart',
      checkout: 'At the checkout',
      order: 'Ordered',
    },
    stagesTitle: 'At which stage',
    noStage: 'At none',
    columns: {
      step: 'Step',
      stage: 'Stage',
      near: '5 minutes',
      far: '30 minutes',
      page: 'Page',
      visitors: 'Visitors',
    },
    pagesTitle: 'Where they are',
    pagesText: (k) =>
      `By the page each saw last, in the last 30 minutes. A page of fewer than ${k} visitors is withheld and the others are rounded, so that nobody can be picked out.`,
    pagesEmpty: (k) => `No page has ${k} visitors at the moment, so none is named.`,
    about: (count) => `about ${count}`,
    feed: 'What happens',
    feedEmpty:
      'Nothing since you opened this page. When a visitor enters a segment or a campaign decides, it shows here at once.',
    nobody:
      'Nobody has been here in the last half hour. Open your shop in another window and look at a product: you should see yourself arrive. If you do not, check the installation.',
    install: 'Check the installation',
    visitor: (id) => `Visitor ${id}…`,
    entered: (segment) => `Entered ${segment}`,
    left: (segment) => `Left ${segment}`,
    treated: (campaign, variant) => `${campaign} shows “${variant}”`,
    control: (campaign) => `${campaign}: control group, sees nothing`,
    heldOut: (campaign) => `${campaign}: held out, sees nothing`,
    passedOver: (campaign) => `${campaign}: shows nothing this time`,
    reached: (campaign, event) => `${campaign} reached its goal: ${event}`,
    badges: {
      segment: 'Segment',
      treatment: 'Treatment',
      nothing: 'Compared with',
      goal: 'Goal',
      corrected: 'Corrected',
    },
  },
  de: {
    intro:
      'Wer gerade da ist, wie weit die Besucher sind, und was Inkling bemerkt und tut, während es geschieht.',
    near: 'Besucher in den letzten 5 Minuten',
    far: 'Besucher in den letzten 30 Minuten',
    atLeast: (count) => `${count} oder mehr`,
    only: 'Wer auf einer Seite etwas getan hat, zählt einmal. Besucher, die vor ihrer Einwilligung nur gezählt werden, lassen sich nicht unterscheiden und sind nicht dabei.',
    stepsTitle: 'Wie weit sie sind',
    stepsText: 'Wie weit jeder in den letzten 30 Minuten höchstens gekommen ist.',
    steps: {
      browse: 'Sieht sich um',
      product: 'Hat ein Produkt angesehen',
      cart: 'Hat einen Warenkorb',
      checkout: 'An der Kasse',
      order: 'Hat bestellt',
    },
    stagesTitle: 'Auf welcher Stufe',
    noStage: 'Auf keiner',
    columns: {
      step: 'Schritt',
      stage: 'Stufe',
      near: '5 Minuten',
      far: '30 Minuten',
      page: 'Seite',
      visitors: 'Besucher',
    },
    pagesTitle: 'Wo sie sind',
    pagesText: (k) =>
      `Nach der zuletzt gesehenen Seite, in den letzten 30 Minuten. Eine Seite mit weniger als ${k} Besuchern wird zurückgehalten, und die anderen Zahlen sind gerundet, damit niemand herauszulesen ist.`,
    pagesEmpty: (k) => `Gerade hat keine Seite ${k} Besucher, deshalb wird keine genannt.`,
    about: (count) => `etwa ${count}`,
    feed: 'Was geschieht',
    feedEmpty:
      'Nichts, seit Sie diese Seite geöffnet haben. Sobald ein Besucher in ein Segment kommt oder eine Kampagne entscheidet, steht es hier.',
    nobody:
      'In der letzten halben Stunde war niemand da. Öffnen Sie Ihren Shop in einem zweiten Fenster und sehen Sie ein Produkt an: Sie sollten sich selbst ankommen sehen. Wenn nicht, prüfen Sie die Installation.',
    install: 'Installation prüfen',
    visitor: (id) => `Besucher ${id}…`,
    entered: (segment) => `Kam in ${segment}`,
    left: (segment) => `Verließ ${segment}`,
    treated: (campaign, variant) => `${campaign} zeigt „${variant}“`,
    control: (campaign) => `${campaign}: Kontrollgruppe, sieht nichts`,
    heldOut: (campaign) => `${campaign}: ausgenommen, sieht nichts`,
    passedOver: (campaign) => `${campaign}: zeigt diesmal nichts`,
    reached: (campaign, event) => `${campaign} hat das Ziel erreicht: ${event}`,
    badges: {
      segment: 'Segment',
      treatment: 'Maßnahme',
      nothing: 'Zum Vergleich',
      goal: 'Ziel',
      corrected: 'Berichtigt',
    },
  },
};

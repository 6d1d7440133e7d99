/** How small a lift can be shown by when. */
import type { WordSet } from './words.ts';

export type CampaignPlanWords = {
  readonly title: string;
  readonly intro: string;
  readonly mean: string;
  readonly meanHelp: string;
  readonly visitors: string;
  readonly visitorsHelp: string;
  readonly ask: string;
  readonly inDays: (days: string) => string;
  readonly lift: (lift: string) => string;
  readonly none: string;
  readonly means: string;
  readonly noControl: string;
  readonly amounts: string;
};

export const CAMPAIGN_PLAN: WordSet<CampaignPlanWords> = {
  en: {
    title: 'How small a lift can be shown',
    intro: 'Ask before you begin: with this traffic, what would be seen after two weeks, and after four?',
    mean: 'How many of 100 reach the goal without it',
    meanHelp: 'In a shop two or three of 100 visitors order.',
    visitors: 'Visitors a day who would take part',
    visitorsHelp: 'A trial run on past visitors fills this in.',
    ask: 'Work it out',
    inDays: (days) => `After ${days} days`,
    lift: (lift) => `${lift} or more`,
    none: 'Nothing yet',
    means:
      'A smaller effect may be there and stay hidden. More visitors, or a larger control arm, show it sooner.',
    noControl: 'Add a control arm first: without one nothing can be shown.',
    amounts: 'For sums this is known once the control arm has brought something.',
  },
  de: {
    title: 'Wie klein ein Zuwachs sein darf, damit man ihn sieht',
    intro:
      'Fragen Sie vor dem Start: Was wäre bei diesen Besuchern nach zwei Wochen zu sehen, was nach vier?',
    mean: 'Wie viele von 100 das Ziel ohne sie erreichen',
    meanHelp: 'In einem Shop bestellen zwei oder drei von 100 Besuchern.',
    visitors: 'Besucher am Tag, die teilnehmen würden',
    visitorsHelp: 'Ein Probelauf mit früheren Besuchern füllt das aus.',
    ask: 'Ausrechnen',
    inDays: (days) => `Nach ${days} Tagen`,
    lift: (lift) => `${lift} oder mehr`,
    none: 'Noch nichts',
    means:
      'Ein kleinerer Zuwachs kann da sein und verborgen bleiben. Mehr Besucher oder eine größere Kontrollgruppe zeigen ihn früher.',
    noControl: 'Fügen Sie zuerst eine Kontrollgruppe hinzu: Ohne sie lässt sich nichts zeigen.',
    amounts: 'Bei Summen ist das bekannt, sobald die Kontrollgruppe etwas gebracht hat.',
  },
};

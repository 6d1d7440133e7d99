/** Campaigns of a magazine, a blog or a documentation: in the page, over nothing. */
import { URL_TO_FILL } from '../placeholders.ts';
import { type CampaignTemplate, withControl } from './template.ts';

/** What stands in the page interrupts nobody: it neither keeps nor uses up the limits of messages. */
const IN_THE_PAGE = {
  limits: { caps: [{ scope: 'campaign', max: 3, per: 'day' }] },
  obeys: false,
  counts: false,
} as const;

export const CONTENT_CAMPAIGN_TEMPLATES: readonly CampaignTemplate[] = [
  {
    key: 'newsletter',
    does: 'Offers the newsletter at the end of a piece to somebody who reads to the end.',
    worth: 'Where the newsletter is worth reading by itself.',
    measure: 'Share who sign up within 7 days.',
    control: '10 % see the page without it.',
    before: [
      'Give the end of a piece a slot: `data-inkling-slot="article-end"`.',
      'Fill in the address of the sign-up page, and how often you write.',
      'Send `Signed Up` when somebody has confirmed.',
    ],
    draft: {
      name: 'Newsletter',
      channel: 'onsite',
      audience: { all: ['deep-reader'] },
      trigger: { slot: 'article-end' },
      variants: withControl('offer', {
        kind: 'content',
        title: { en: 'The next piece by mail', de: 'Der nächste Beitrag per Mail' },
        text: {
          en: 'We write [[once a week]]. One click ends it.',
          de: 'Wir schreiben [[einmal in der Woche]]. Ein Klick beendet es.',
        },
        action: { label: { en: 'Subscribe', de: 'Abonnieren' }, url: URL_TO_FILL },
      }),
      goal: { kind: 'conversion', event: 'Signed Up', within: '7d' },
      ...IN_THE_PAGE,
      priority: 50,
      tags: ['newsletter'],
    },
  },
  {
    key: 'related-content',
    does: 'Points readers who search or come back to an overview of the subject, in the page.',
    worth: 'Where there is more on a subject than a search shows.',
    measure: 'Pages viewed per visitor within 24 hours.',
    control: '10 % see the page without it.',
    before: [
      'Give the page a slot: `data-inkling-slot="related"`.',
      'Name the subject in place of the words in brackets, and fill in the address of the overview.',
    ],
    draft: {
      name: 'Related content',
      channel: 'onsite',
      audience: { any: ['searching-reader', 'returning-reader'] },
      trigger: { slot: 'related' },
      variants: withControl('overview', {
        kind: 'content',
        title: { en: 'More on [[the subject]]', de: 'Mehr über [[das Thema]]' },
        text: {
          en: 'All that we have written on it, in order.',
          de: 'Alles, was wir darüber geschrieben haben, der Reihe nach.',
        },
        action: { label: { en: 'To the overview', de: 'Zur Übersicht' }, url: URL_TO_FILL },
      }),
      goal: { kind: 'count', event: 'Page Viewed', within: '24h' },
      ...IN_THE_PAGE,
      priority: 40,
      tags: ['related'],
    },
  },
];

/**
 * Segments of a magazine, a blog or a documentation. A page tells its path when it is viewed; what is reported of
 * reading is the seconds since the last report, so seconds add up, and reports are no measure of pages.
 */
import type { Template } from './template.ts';

export const CONTENT_TEMPLATES: readonly Template[] = [
  {
    key: 'deep-reader',
    name: 'Reads to the end',
    when: {
      all: [
        { event: 'Page Viewed', within: '7d', distinct: { of: 'path', gte: 3 } },
        {
          event: 'Page Engaged',
          where: { scroll_depth: { gte: 60 } },
          within: '7d',
          sum: { of: 'seconds_active', gte: 300 },
        },
      ],
    },
    kpi: 'activation',
    action: 'Offer the newsletter at the end of a piece, never over it.',
    want: 'I like how you write. How do I not miss the next one?',
    urgencyHours: 24,
  },
  {
    key: 'returning-reader',
    name: 'Comes back by habit',
    when: {
      all: [
        { event: 'Session Started', within: '7d', source: 'web', count: { gte: 3 } },
        { event: 'Page Viewed', within: '7d', distinct: { of: 'path', gte: 5 } },
      ],
    },
    kpi: 'retention',
    action: 'Greet them with what is new since the last visit.',
    want: 'What is new?',
    urgencyHours: 48,
  },
  {
    key: 'searching-reader',
    name: 'Searches and searches',
    when: { event: 'Products Searched', within: 'session', count: { gte: 2 } },
    kpi: 'activation',
    action: 'Show an overview by topic, and ask what they were looking for.',
    want: 'It must be here somewhere.',
    urgencyHours: 0.5,
  },
  {
    key: 'drifting-reader',
    name: 'Regular, drifting away',
    when: {
      all: [
        { event: 'Session Started', within: { from: '-60d', to: '-14d' }, source: 'web', count: { gte: 4 } },
        { idle: '14d', source: 'web' },
      ],
    },
    kpi: 'retention',
    action: 'Send the best three pieces that they missed.',
    want: 'I have lost the thread. Is it still for me?',
    urgencyHours: 72,
  },
  {
    key: 'email-opened-site-inactive',
    name: 'Opens e-mails, stays away',
    when: {
      all: [
        { event: 'Email Opened', within: '14d' },
        { idle: '14d', source: 'web' },
      ],
    },
    kpi: 'retention',
    action: 'Put the whole piece into the e-mail, with one link that is worth it.',
    want: 'I read your e-mails. Why should I click?',
    urgencyHours: 72,
    needs: ['email events'],
  },
];

/** Segments of software that is sold by subscription. */
import type { Condition, EventCondition } from '../condition.ts';
import type { Template } from './template.ts';

const USED = 'Feature Used';
const ACTIVE = [USED, 'Page Viewed', 'Screen Viewed', 'Signed In'];
/** A renewal is no answer to a limit: it comes by itself. */
const BEGUN = ['Trial Converted', 'Subscription Started'];
const PAID = [...BEGUN, 'Subscription Renewed'];

const IN_TRIAL: Condition = {
  event: 'Trial Started',
  within: '30d',
  unless: { event: ['Trial Ended', ...PAID], within: '30d' },
};

/** A subscription that came back after it was cancelled counts: what was last said is what holds. */
export const PAYING: Condition = {
  sequence: [{ event: PAID }, { absent: 'Subscription Cancelled', for: '1s' }],
};

/** A feature is told by its id or by its name, as the application sends it. */
const perFeature = (ask: (property: string) => EventCondition): Condition => ({
  any: [ask('feature_id'), ask('feature_name')],
});

const GROWING: Condition = {
  all: [
    PAYING,
    {
      any: [
        { event: 'Limit Reached', within: '30d', count: { gte: 2 } },
        { event: ['Account Added User', 'Invite Sent'], within: '30d', count: { gte: 3 } },
      ],
    },
  ],
};

export const SAAS_TEMPLATES: readonly Template[] = [
  {
    key: 'trial-active',
    name: 'Trial in use',
    when: { all: [IN_TRIAL, { event: USED, within: '3d' }] },
    kpi: 'conversion',
    action: 'Show the plan that fits how they use it, before the trial ends.',
    want: 'I am trying it in earnest. What would it cost me?',
    urgencyHours: 24,
  },
  {
    key: 'trial-dormant',
    name: 'Trial gone quiet',
    when: {
      all: [
        {
          event: 'Trial Started',
          within: { from: '-30d', to: '-3d' },
          unless: { event: ['Trial Ended', ...PAID], within: '30d' },
        },
        { event: ACTIVE, within: '3d', count: { eq: 0 } },
      ],
    },
    kpi: 'activation',
    action: 'Send one thing to do that takes five minutes, and offer help.',
    want: 'I meant to try it. I have no time to find out how.',
    urgencyHours: 24,
  },
  {
    key: 'limit-reached-quiet',
    name: 'At the limit, then quiet',
    when: {
      all: [
        { sequence: [{ event: 'Limit Reached' }, { absent: BEGUN, for: '3d' }], within: '14d' },
        { event: ACTIVE, within: '3d', count: { eq: 0 } },
      ],
    },
    kpi: 'expansion',
    action: 'Say which plan has room, or lift the limit for a week.',
    want: 'I ran into a wall. Is it worth paying to go on?',
    urgencyHours: 24,
  },
  {
    key: 'back-after-limit',
    name: 'Back after a limit',
    when: {
      all: [
        IN_TRIAL,
        {
          sequence: [
            { event: 'Limit Reached' },
            { absent: 'Session Started', source: 'web', for: '24h' },
            { event: 'Session Started', source: 'web' },
          ],
          within: '14d',
        },
      ],
    },
    kpi: 'conversion',
    action: 'Walk them through the way on, and offer a call.',
    want: 'I stopped where it stopped me. How do I go on?',
    urgencyHours: 0.5,
  },
  {
    key: 'onboarding-stuck',
    name: 'Stuck at the start',
    when: {
      all: [
        { event: ['Signed Up', 'Account Created'], within: { from: '-14d', to: '-1d' } },
        { event: USED, within: '14d', count: { lt: 3 } },
      ],
    },
    kpi: 'activation',
    action: 'Ask what they wanted to do first, and open the product there.',
    want: 'I signed up for something. Where is it?',
    urgencyHours: 24,
  },
  {
    key: 'frequent-user',
    name: 'Frequent user',
    when: {
      all: [
        { event: 'Session Started', within: '14d', count: { gte: 8 } },
        { event: USED, within: '14d', count: { gte: 8 } },
      ],
    },
    kpi: 'retention',
    action: 'Ask for a review or a talk, and show shortcuts.',
    want: 'I live in this. Make it faster.',
    urgencyHours: 168,
  },
  {
    key: 'recent-adopter',
    name: 'Took up something new',
    when: perFeature((property) => ({
      event: USED,
      within: '14d',
      count: { gte: 3 },
      per: property,
      unless: {
        event: USED,
        where: { [property]: { exists: true } },
        within: { from: '-365d', to: '-14d' },
      },
    })),
    kpi: 'activation',
    action: 'Show the next step of that feature while it is new to them.',
    want: 'This is useful. What else can it do?',
    urgencyHours: 48,
  },
  {
    key: 'feature-adopted',
    name: 'Uses a feature as a habit',
    when: perFeature((property) => ({ event: USED, within: '30d', count: { gte: 10 }, per: property })),
    kpi: 'retention',
    action: 'Leave them to it, and tell them first what changes there.',
    want: 'I rely on this. Do not break it.',
    urgencyHours: 168,
  },
  {
    key: 'expansion-candidate',
    name: 'Outgrowing the plan',
    when: { any: [GROWING, { account: GROWING }] },
    kpi: 'expansion',
    action: 'Offer the next plan with the sum that it saves or the room that it gives.',
    want: 'We are growing. The plan is getting tight.',
    urgencyHours: 72,
  },
  {
    key: 'churn-risk',
    name: 'About to leave',
    when: {
      all: [
        PAYING,
        { event: USED, within: { from: '-42d', to: '-14d' }, count: { gte: 10 } },
        { event: USED, within: '14d', count: { lte: 2 } },
      ],
    },
    kpi: 'retention',
    action: 'Ask in person what is missing, before the next invoice.',
    want: 'I hardly use it any more. Why do I pay?',
    urgencyHours: 48,
  },
];

/** Campaigns of software that is sold by subscription. */
import { URL_TO_FILL } from '../placeholders.ts';
import { type CampaignTemplate, NIGHT, NO_THANKS, withControl } from './template.ts';

const PAID = ['Trial Converted', 'Subscription Started'];
const USED = { kind: 'activation', event: 'Feature Used' } as const;
const STEP_LABELS = {
  next: { en: 'Next', de: 'Weiter' },
  back: { en: 'Back', de: 'Zurück' },
  done: { en: 'Done', de: 'Fertig' },
  dismiss: NO_THANKS,
} as const;
const callAt = (url: string) => ({ label: { en: 'Schedule a call', de: 'Termin vereinbaren' }, url });

export const SAAS_CAMPAIGN_TEMPLATES: readonly CampaignTemplate[] = [
  {
    key: 'limit-walk-through',
    does: 'Walks somebody who hit a limit of the trial and stayed away for a day through the ways on: a plan, or a call.',
    worth: 'Where limits come before the trial ends, and the next plan takes a decision.',
    measure: 'Share of trials that become subscriptions within 14 days.',
    control: '20 % see none. Trials are few; plan for some weeks.',
    before: [
      'Send `Limit Reached` when somebody meets a limit.',
      'Fill in the address where a call can be booked, and see that `/pricing` is where your plans stand.',
      'Say how long a call takes, and keep to it.',
    ],
    draft: {
      name: 'Walk-through at a limit',
      channel: 'onsite',
      audience: { all: ['back-after-limit'] },
      trigger: { entry: 'back-after-limit' },
      variants: withControl(
        'walk-through',
        {
          kind: 'tour',
          steps: [
            {
              title: {
                en: 'You reached a limit of your trial',
                de: 'Ihre Testphase ist an eine Grenze gestoßen',
              },
              text: { en: 'There are two ways to go on.', de: 'Es gibt zwei Wege, wie es weitergeht.' },
            },
            {
              title: { en: 'Take the plan that fits', de: 'Den passenden Tarif nehmen' },
              text: {
                en: 'Compare how much the plans hold, and take the smallest one that is enough.',
                de: 'Vergleichen Sie, wie viel die Tarife fassen, und nehmen Sie den kleinsten, der reicht.',
              },
              action: { label: { en: 'See the plans', de: 'Tarife ansehen' }, url: '/pricing' },
            },
            {
              title: { en: 'Or talk it through', de: 'Oder darüber sprechen' },
              text: {
                en: 'In [[20 minutes]] we look at your case together, and say so if you need no larger plan.',
                de: 'In [[20 Minuten]] sehen wir uns Ihren Fall gemeinsam an und sagen es auch, wenn Sie keinen größeren Tarif brauchen.',
              },
              action: callAt(URL_TO_FILL),
            },
          ],
          ...STEP_LABELS,
        },
        20,
      ),
      goal: { kind: 'conversion', event: PAID, within: '14d' },
      limits: { caps: [{ scope: 'campaign', max: 1, per: '14d' }], cooldown: '1h' },
      priority: 80,
      tags: ['trial'],
      reentry: '14d',
    },
  },
  {
    key: 'trial-wake-up',
    does: 'Sends one mail with one thing to do to somebody whose trial has been quiet for three days.',
    worth: 'Where the first useful result takes minutes, once somebody begins.',
    measure: 'Share who use a feature within 7 days.',
    control: '20 % get no mail.',
    before: [
      'Connect a mail server.',
      'Write in place of the words in brackets the one thing that shows what your product is good for.',
      'Fill in the address where that begins.',
    ],
    draft: {
      name: 'Quiet trial',
      channel: 'email',
      audience: { all: ['trial-dormant'] },
      trigger: { entry: 'trial-dormant' },
      variants: withControl(
        'mail',
        {
          kind: 'email',
          subject: { en: 'One thing to try, in five minutes', de: 'Ein Anfang in fünf Minuten' },
          text: {
            en: 'Your trial is running, and nobody has had time for it lately.\n\nIf you have five minutes, start with [[the one thing]]. If this is not the moment, that is fine as well.',
            de: 'Ihre Testphase läuft, und zuletzt war wohl keine Zeit dafür.\n\nWenn Sie fünf Minuten haben, fangen Sie mit [[der einen Sache]] an. Wenn es gerade nicht passt, ist das auch in Ordnung.',
          },
          action: { label: { en: 'Start here', de: 'Hier anfangen' }, url: URL_TO_FILL },
        },
        20,
      ),
      goal: { ...USED, within: '7d' },
      limits: {
        caps: [
          { scope: 'campaign', max: 1, per: '14d' },
          { scope: 'channel', max: 1, per: '1d' },
        ],
        quietHours: NIGHT,
      },
      priority: 70,
      tags: ['trial', 'reminder'],
      cancel: { events: PAID, leaving: true },
      reentry: '14d',
    },
  },
  {
    key: 'onboarding-tour',
    does: 'Shows the first steps to somebody who signed up and has hardly begun, and offers a call two days later.',
    worth: 'Where people who get through the first steps tend to stay.',
    measure: 'Share who use a feature within 7 days.',
    control: '20 % see none.',
    before: [
      'Write your first steps in place of the words in brackets; `target` points a step at a part of the page.',
      'Fill in the address where the first step begins, and the one where a call can be booked.',
    ],
    draft: {
      name: 'Tour for a stuck start',
      channel: 'onsite',
      audience: { all: ['onboarding-stuck'] },
      trigger: { entry: 'onboarding-stuck' },
      variants: withControl(
        'tour',
        {
          kind: 'tour',
          steps: [
            {
              title: { en: 'A good place to start', de: 'Ein guter Anfang' },
              text: { en: 'First, [[do this]].', de: 'Als Erstes: [[dies hier]].' },
              action: { label: { en: 'Start here', de: 'Hier anfangen' }, url: URL_TO_FILL },
            },
            {
              title: { en: 'And then', de: 'Und dann' },
              text: {
                en: 'Next, [[do that]]. More is not needed today.',
                de: 'Danach: [[das hier]]. Mehr braucht es heute nicht.',
              },
            },
          ],
          ...STEP_LABELS,
        },
        20,
      ),
      goal: { ...USED, within: '7d' },
      limits: { caps: [{ scope: 'campaign', max: 2, per: '7d' }], cooldown: '1h' },
      priority: 70,
      tags: ['onboarding'],
      // It begins a day after signing up, when hardly anybody is there: whoever comes back later is meant.
      validFor: '13d',
      reentry: null,
      steps: [
        {
          wait: '2d',
          when: { all: ['onboarding-stuck'] },
          treatment: {
            kind: 'banner',
            text: {
              en: 'Would a short call help you to get started?',
              de: 'Hilft Ihnen ein kurzes Gespräch beim Einstieg?',
            },
            action: callAt(`${URL_TO_FILL}call`),
            dismiss: NO_THANKS,
          },
        },
      ],
    },
  },
  {
    key: 'welcome-sequence',
    does: 'Welcomes a new account by mail, shows one thing to start with, and asks a week later whether help is wanted.',
    worth: 'For every product that people sign up for.',
    measure: 'Share who use a feature within 14 days; whoever does gets no further mail.',
    control: '10 % get none of it.',
    before: [
      'Connect a mail server.',
      'Write in place of the words in brackets the one thing to start with.',
      'Fill in the address where that begins.',
    ],
    draft: {
      name: 'Welcome',
      channel: 'email',
      audience: {},
      trigger: { event: ['Signed Up', 'Account Created'] },
      variants: withControl('mails', {
        kind: 'email',
        subject: { en: 'Welcome', de: 'Willkommen' },
        text: {
          en: 'Good to have you here.\n\nThe best way to see what it does is to begin with [[the one thing]].',
          de: 'Schön, dass Sie da sind.\n\nAm besten sehen Sie, was es kann, wenn Sie mit [[der einen Sache]] beginnen.',
        },
        action: { label: { en: 'Start here', de: 'Hier anfangen' }, url: URL_TO_FILL },
      }),
      goal: { ...USED, within: '14d' },
      limits: {
        caps: [
          { scope: 'campaign', max: 3, per: '30d' },
          { scope: 'channel', max: 1, per: '1d' },
        ],
        quietHours: NIGHT,
      },
      priority: 60,
      tags: ['onboarding', 'sequence'],
      cancel: { events: ['Account Deleted'] },
      reentry: null,
      steps: [
        {
          wait: '2d',
          treatment: {
            kind: 'email',
            subject: { en: 'A first step', de: 'Ein erster Schritt' },
            text: {
              en: 'If you have not begun yet: [[the one thing]] takes a few minutes, and you see at once what it is good for.',
              de: 'Falls Sie noch nicht begonnen haben: [[die eine Sache]] dauert ein paar Minuten, und Sie sehen gleich, wozu es gut ist.',
            },
            action: { label: { en: 'Start here', de: 'Hier anfangen' }, url: URL_TO_FILL },
          },
        },
        {
          wait: '5d',
          when: { all: ['onboarding-stuck'] },
          treatment: {
            kind: 'email',
            subject: { en: 'Can we help?', de: 'Können wir helfen?' },
            text: {
              en: 'You signed up a week ago. If something is in the way, tell us what it is.\n\nThis is the last of these mails.',
              de: 'Vor einer Woche haben Sie sich angemeldet. Wenn etwas im Weg ist, sagen Sie uns, was.\n\nDies ist die letzte dieser Mails.',
            },
          },
        },
      ],
    },
  },
];

/** Campaigns that are none: what is wrong, what is put, the place of it and its cure. */
import { COUPON, type Given, MAIL, MESSAGE } from './world.ts';

const control = { key: 'none', treatment: null };
const treated = { key: 'a', treatment: MESSAGE };
const mail = { key: 'a', treatment: MAIL };
const steps = [{ wait: '1h', treatment: MESSAGE }];
const cap = (given: Given): Given => ({ limits: { caps: [given] } });

export const FAULTY: readonly (readonly [title: string, given: Given, at: string, hint: RegExp])[] = [
  ['has a key that is none', { key: 'Hello World' }, 'key', /1 to 64 of a-z/],
  ['has another key than its address', { key: 'other' }, 'key', /address says "hello"/],
  ['has no name', { name: '' }, 'name', /at least one character/],
  ['is in no state', { state: 'on' }, 'state', /draft, live, paused/],
  ['goes by no channel', { channel: 'fax' }, 'channel', /onsite, email, webhook, flow, segment/],
  ['has no trigger', { trigger: {} }, 'trigger', /entry, exit, event/],
  ['misspells what is required', { trigger: undefined, triger: {} }, 'triger', /did you mean "trigger"/],
  ['has two triggers', { trigger: { entry: 'a', exit: 'b' } }, 'trigger', /entry, exit, event/],
  ['has no variants', { variants: [] }, 'variants', /at least one variant/],
  ['has a variant twice', { variants: [treated, treated] }, 'variants[1].key', /^"a" stands here twice/],
  [
    'names a variant for the holdout',
    { variants: [{ ...treated, key: 'holdout' }] },
    'variants[0].key',
    /left out of everything/,
  ],
  [
    'has two control arms',
    { variants: [treated, control, { ...control, key: 'nil' }] },
    'variants[2].treatment',
    /one control arm/,
  ],
  ['has nothing but a control arm', { variants: [control] }, 'variants', /a variant with a treatment/],
  ['has no weight', { variants: [{ ...treated, weight: 0 }] }, 'variants[0].weight', /weight above 0/],
  ['has a negative weight', { variants: [{ ...treated, weight: -1 }] }, 'variants[0].weight', /0 or more/],
  [
    'chooses whom it changes, and has nobody to compare them with',
    { uplift: { share: 0.3 } },
    'uplift',
    /5 % of the weight or more/,
  ],
  [
    'chooses whom it changes, and compares them with too few',
    {
      uplift: { share: 0.3 },
      variants: [
        { ...treated, weight: 96 },
        { ...control, weight: 4 },
      ],
    },
    'uplift',
    /5 % of the weight or more/,
  ],
  [
    'chooses whom it changes, and treats nobody new',
    { uplift: { share: 0.3 }, variants: [{ ...treated, weight: 0 }, control] },
    'uplift',
    /5 % of the weight or more/,
  ],
  ['is for nobody', { uplift: { share: 0 }, variants: [treated, control] }, 'uplift.share', /0.01 or more/],
  [
    'is for more than all',
    { uplift: { share: 1.5 }, variants: [treated, control] },
    'uplift.share',
    /at most 1/,
  ],
  [
    'chooses whom it changes, step by step',
    { uplift: { share: 0.3 }, variants: [treated, control], steps },
    'uplift',
    /leave the steps or this out/,
  ],
  [
    'chooses whom a service changes',
    { uplift: { share: 0.3 }, variants: [treated, control], transactional: true },
    'uplift',
    /leave this out/,
  ],
  [
    'shows no such thing',
    { variants: [{ key: 'a', treatment: { kind: 'poem' } }] },
    'variants[0].treatment.kind',
    /one of message/,
  ],
  ['mails on the page', { variants: [mail] }, 'variants[0].treatment.kind', /onsite takes message/],
  ['shows by mail', { channel: 'email' }, 'variants[0].treatment.kind', /email takes email/],
  [
    'mails by webhook',
    { channel: 'webhook', variants: [mail] },
    'variants[0].treatment.kind',
    /webhook takes signal/,
  ],
  [
    'has a step of another channel',
    { steps: [{ wait: '1h', treatment: MAIL }] },
    'steps[0].treatment.kind',
    /onsite takes/,
  ],
  [
    'lays a message into a slot',
    { trigger: { slot: 'hero' } },
    'variants[0].treatment.kind',
    /slot takes one of/,
  ],
  [
    'mails by exit intent',
    { channel: 'email', variants: [mail], trigger: { exitIntent: true } },
    'trigger',
    /happens on a page/,
  ],
  [
    'mails by a slot',
    { channel: 'email', variants: [mail], trigger: { slot: 'hero' } },
    'trigger',
    /happens on a page/,
  ],
  [
    'mails by idling',
    { channel: 'email', variants: [mail], trigger: { idle: '1h' } },
    'trigger',
    /put \{"idle": "1h"\} into a segment/,
  ],
  ['shows at a time of day', { trigger: { schedule: { at: '09:00' } } }, 'trigger', /when somebody is there/],
  [
    'has a time that is none',
    { channel: 'email', variants: [mail], trigger: { schedule: { at: '24:00' } } },
    'trigger.schedule.at',
    /21:30/,
  ],
  [
    'has steps in a slot',
    {
      trigger: { slot: 'hero' },
      variants: [{ key: 'a', treatment: { kind: 'content', text: 'Hi' } }],
      steps: [{ wait: '1h', treatment: { kind: 'content', text: 'Hi' } }],
    },
    'steps',
    /shows one thing/,
  ],
  [
    'ends before it starts',
    { starts: '2026-05-02T00:00:00Z', ends: '2026-05-01T00:00:00Z' },
    'ends',
    /after "starts"/,
  ],
  [
    'ends as it starts',
    { starts: '2026-05-02T00:00:00Z', ends: '2026-05-02T02:00:00+02:00' },
    'ends',
    /after "starts"/,
  ],
  ['starts at no instant', { starts: '2026-05-02' }, 'starts', /ISO 8601 with its offset/],
  [
    'sums nothing',
    { goal: { kind: 'revenue', event: 'Order Completed' } },
    'goal.of',
    /property that is summed/,
  ],
  ['sums for a conversion', { goal: { event: 'Order Completed', of: 'total' } }, 'goal.of', /leave it out/],
  [
    'has an empty window',
    { goal: { kind: 'retention', event: 'Page Viewed', from: '7d', within: '7d' } },
    'goal.from',
    /less than 7d/,
  ],
  [
    'has a goal of no kind',
    { goal: { kind: 'love', event: 'Page Viewed' } },
    'goal.kind',
    /conversion, revenue/,
  ],
  ['is more than everybody', { traffic: 1.1 }, 'traffic', /0 to 1/],
  ['is above all', { priority: 101 }, 'priority', /0 to 100/],
  ['looks for no lift', { smallestLift: 0 }, 'smallestLift', /more than 0/],
  ['waits for an odd time', { validFor: '1 day' }, 'validFor', /./],
  ['comes back after nothing sensible', { reentry: 'soon' }, 'reentry', /a whole number and a unit/],
  [
    'has a cap of no scope',
    cap({ scope: 'world', max: 1, per: '1d' }),
    'limits.caps[0].scope',
    /campaign, channel, tag or all/,
  ],
  ['has a cap of no window', cap({ scope: 'all', max: 1 }), 'limits.caps[0].per', /add it/],
  ['has a cap of no number', cap({ scope: 'all', per: '1d' }), 'limits.caps[0].max', /at most how many/],
  [
    'has a cap of two windows',
    cap({ scope: 'all', max: 1, per: '1d', perWeek: 2 }),
    'limits.caps[0]',
    /write two caps/,
  ],
  ['has a cap of an unsaid tag', cap({ scope: 'tag', max: 1, per: '1d' }), 'limits.caps[0].tag', /which tag/],
  [
    'has a tag without its scope',
    cap({ scope: 'all', tag: 'sale', max: 1, per: '1d' }),
    'limits.caps[0].tag',
    /"scope": "tag"/,
  ],
  ['has a cap below nothing', cap({ scope: 'all', max: -1, per: '1d' }), 'limits.caps[0].max', /0 or more/],
  [
    'is quiet at no hour',
    { limits: { quietHours: { from: '9', to: '10:00' } } },
    'limits.quietHours.from',
    /21:30/,
  ],
  ['gives more than all', { offer: { discount: 1.5 } }, 'offer.discount', /0 to 1/],
  ['asks for no segment', { audience: { any: [] } }, 'audience.any', /at least one segment/],
  [
    'leads nowhere',
    {
      variants: [
        { key: 'a', treatment: { ...MESSAGE, action: { label: 'Go', url: 'javascript:alert(1)' } } },
      ],
    },
    'variants[0].treatment.action.url',
    /path, like/,
  ],
  [
    'leads to another host in disguise',
    { variants: [{ key: 'a', treatment: { ...MESSAGE, action: { label: 'Go', url: '//evil.example' } } }] },
    'variants[0].treatment.action.url',
    /path, like/,
  ],
  [
    'says nothing in any language',
    { variants: [{ key: 'a', treatment: { ...MESSAGE, title: {} } }] },
    'variants[0].treatment.title',
    /./,
  ],
  [
    'has a coupon without an end',
    { variants: [{ key: 'a', treatment: { ...COUPON, ends: 'soon' } }] },
    'variants[0].treatment.ends',
    /ISO 8601/,
  ],
  [
    'has a survey of one answer',
    {
      variants: [
        {
          key: 'a',
          treatment: {
            kind: 'survey',
            question: 'Why?',
            thanks: 'Thanks.',
            answers: [{ key: 'x', label: 'X' }],
          },
        },
      ],
    },
    'variants[0].treatment.answers',
    /second answer/,
  ],
  ['waits for no time', { steps: [{ ...steps[0], wait: '0s' }] }, 'steps[0].wait', /./],
];

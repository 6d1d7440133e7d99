/** Campaigns of every channel, trigger and treatment, as merchants put them. */
import { COUPON, type Given, MAIL, MESSAGE, put } from './world.ts';

const shows = (treatment: Given): Given => ({ variants: [{ key: 'a', treatment }] });
const two = { en: 'Hello', de: 'Hallo' };

export const CAMPAIGNS: Readonly<Record<string, Given>> = {
  smallest: { name: 'Hello', trigger: { exitIntent: true }, variants: [{ key: 'a', treatment: MESSAGE }] },
  'by-entry': put({ trigger: { entry: 'keen' }, audience: { any: ['keen'], none: ['staff'] } }),
  'by-exit': put({ trigger: { exit: 'keen' }, audience: { all: ['customers', 'quiet'] } }),
  'by-idling': put({ trigger: { idle: '45s' } }),
  'by-an-event': put({
    trigger: { event: ['Product Viewed', 'Product Added'], where: { price: { gte: 50 } }, source: 'web' },
  }),
  'in-a-slot': put({
    trigger: { slot: 'hero' },
    ...shows({ kind: 'content', title: two, text: 'Hi', image: { url: '/a.png', alt: 'A' } }),
  }),
  compared: put(shows({ kind: 'comparison', title: 'Compare', most: 3, rows: ['weight'] })),
  trusted: put({
    trigger: { slot: 'cart' },
    ...shows({ kind: 'trust', signals: [{ icon: 'returns', text: 'Thirty days.' }] }),
  }),
  bundled: put(shows({ kind: 'bundle', title: 'Together', most: 2, addAll: 'Add all', dismiss: 'Close' })),
  discounted: put({
    trigger: { entry: 'hesitant' },
    ...shows({ ...COUPON, isCountedDown: true, dismiss: two }),
    offer: { discount: 0.1, perDay: 10, perMonth: 100, oncePer: '30d', leastMargin: 0.2, mostLeftCarts: 3 },
  }),
  chatty: put(shows({ kind: 'chat', text: 'Questions?', open: 'Chat', provider: 'crisp' })),
  touring: put(
    shows({ kind: 'tour', steps: [{ target: '#menu', title: 'Menu', text: 'It is here.' }], done: 'Done' }),
  ),
  asking: put(
    shows({
      kind: 'survey',
      question: 'What is missing?',
      answers: [
        { key: 'size', label: 'A size' },
        { key: 'price', label: 'A price' },
      ],
      thanks: 'Thank you.',
    }),
  ),
  banner: put(shows({ kind: 'banner', text: two, position: 'bottom', action: { label: two, url: '/sale' } })),
  mailed: put({
    channel: 'email',
    trigger: { entry: 'cart-left' },
    ...shows({
      ...MAIL,
      products: 'cart',
      action: { label: 'To the cart', url: 'https://shop.example/cart' },
    }),
    steps: [{ wait: '2d', when: { all: ['cart-left'] }, treatment: MAIL }],
    cancel: { events: ['Order Completed'], leaving: true },
    limits: {
      caps: [{ scope: 'channel', perWeek: 2 }],
      cooldown: '1d',
      quietHours: { from: '21:00', to: '08:00' },
    },
    reentry: '30d',
  }),
  weekly: put({
    channel: 'email',
    trigger: { schedule: { at: '09:00', on: ['mon'] } },
    ...shows(MAIL),
    transactional: false,
  }),
  signalled: put({
    channel: 'webhook',
    trigger: { event: 'Trial Ended' },
    ...shows({ kind: 'signal', data: { stage: 'ended', seats: 3, paid: false } }),
    reentry: null,
  }),
  'compared-arms': put({
    variants: [
      { key: 'none', weight: 1, treatment: null },
      { key: 'a', weight: 2, treatment: MESSAGE },
      { key: 'old', weight: 0, treatment: MESSAGE },
    ],
    goal: { kind: 'revenue', event: 'Order Completed', of: 'total', within: '14d' },
    traffic: 0.5,
    starts: '2026-05-01T00:00:00Z',
    ends: '2026-06-01T00:00:00+02:00',
    tags: ['sale'],
    smallestLift: 0.05,
  }),
};

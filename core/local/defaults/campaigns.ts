/** Campaigns of pages, to begin with: all of them drafts, each with a control arm and a goal that a day can show. */
import type { Campaign } from '../../decisions/campaign.ts';
import { parseCampaign } from '../../decisions/parse.ts';
import { CODE_TO_FILL, END_TO_FILL, URL_TO_FILL } from '../../decisions/placeholders.ts';
import { findCampaignTemplate } from '../../decisions/templates/index.ts';
import { type CampaignTemplate, CLOSE, NO_THANKS, withControl } from '../../decisions/templates/template.ts';

type Draft = Pick<CampaignTemplate, 'key' | 'draft'>;

const ORDERED = { kind: 'conversion', event: 'Order Completed', within: '24h' } as const;
const ONCE = { caps: [{ scope: 'campaign', max: 1, per: 'day' }], cooldown: '10m' } as const;
/** What stands in the page interrupts nobody: it neither keeps nor uses up the limits of messages. */
const IN_THE_PAGE = {
  limits: { caps: [{ scope: 'campaign', max: 5, per: 'day' }] },
  obeys: false,
  counts: false,
} as const;

/** What a template of a server shows, in words that stand there. */
function variantsOf(template: string): Campaign['variants'] {
  const found = findCampaignTemplate(template);
  if (found === undefined) throw new TypeError(`${template} is no template`);
  return found.draft.variants;
}

const SHOP: readonly Draft[] = [
  {
    key: 'cart-reminder-banner',
    draft: {
      name: 'Cart reminder',
      channel: 'onsite',
      audience: {},
      trigger: { entry: 'cart-hesitation' },
      variants: withControl('banner', {
        kind: 'banner',
        text: { en: 'Your cart is ready when you are.', de: 'Ihr Warenkorb wartet auf Sie.' },
        action: { label: { en: 'To your cart', de: 'Zum Warenkorb' }, url: '/cart/' },
        position: 'bottom',
        dismiss: CLOSE,
      }),
      goal: ORDERED,
      limits: ONCE,
      priority: 70,
      tags: ['reminder'],
    },
  },
  {
    key: 'exit-message',
    draft: {
      name: 'Message before leaving',
      channel: 'onsite',
      audience: { any: ['comparing-products', 'same-product-again'] },
      trigger: { exitIntent: true },
      variants: withControl('message', {
        kind: 'message',
        title: { en: 'Is a question still open?', de: 'Ist noch eine Frage offen?' },
        text: {
          en: 'Size, delivery, returns: [[what people ask most]] stands on one page.',
          de: 'Größe, Lieferung, Rückgabe: [[was am häufigsten gefragt wird]] steht auf einer Seite.',
        },
        action: { label: { en: 'See the answers', de: 'Zu den Antworten' }, url: URL_TO_FILL },
        dismiss: NO_THANKS,
      }),
      goal: ORDERED,
      limits: ONCE,
      priority: 60,
      tags: ['help'],
    },
  },
  {
    key: 'trust-signals',
    draft: {
      name: 'Trust signals',
      channel: 'onsite',
      audience: { any: ['same-product-again', 'cart-hesitation'] },
      trigger: { slot: 'trust' },
      variants: variantsOf('trust-signals'),
      goal: ORDERED,
      ...IN_THE_PAGE,
      priority: 60,
      tags: ['help'],
    },
  },
  {
    key: 'goes-with-it',
    draft: {
      name: 'Goes well with it',
      channel: 'onsite',
      audience: { any: ['same-product-again'] },
      trigger: { slot: 'goes-with-it' },
      variants: variantsOf('cross-sell-bundle'),
      goal: { kind: 'revenue', event: 'Order Completed', of: 'total', within: '24h' },
      ...IN_THE_PAGE,
      priority: 55,
      tags: ['bundle'],
    },
  },
  {
    key: 'cart-coupon',
    draft: {
      name: 'Coupon for a cart',
      channel: 'onsite',
      audience: {},
      trigger: { entry: 'cart-hesitation' },
      variants: withControl(
        'coupon',
        {
          kind: 'coupon',
          title: { en: 'A little off your cart', de: 'Ein Nachlass auf Ihren Warenkorb' },
          text: { en: '[[10 %]] off, until the code ends.', de: '[[10 %]] Nachlass, bis der Code endet.' },
          code: CODE_TO_FILL,
          ends: END_TO_FILL,
          dismiss: NO_THANKS,
        },
        20,
      ),
      goal: { kind: 'revenue', event: 'Order Completed', of: 'total', within: '24h' },
      limits: ONCE,
      priority: 50,
      tags: ['discount'],
    },
  },
  {
    key: 'chat-prompt',
    draft: {
      name: 'Chat prompt',
      channel: 'onsite',
      audience: { any: ['search-without-result', 'comparing-products'] },
      trigger: { idle: '45s' },
      variants: withControl('chat', {
        kind: 'chat',
        text: { en: 'Not found it? Write to us.', de: 'Nicht gefunden? Schreiben Sie uns.' },
        open: { en: 'Open the chat', de: 'Chat öffnen' },
        provider: 'tawk',
        dismiss: NO_THANKS,
      }),
      goal: ORDERED,
      limits: ONCE,
      priority: 45,
      tags: ['help'],
    },
  },
];

const READING: readonly Draft[] = [
  {
    key: 'newsletter-slot',
    draft: {
      name: 'Newsletter',
      channel: 'onsite',
      audience: { all: ['newsletter-candidate'] },
      trigger: { slot: 'newsletter' },
      variants: variantsOf('newsletter'),
      goal: { kind: 'conversion', event: 'Signed Up', within: '24h' },
      ...IN_THE_PAGE,
      priority: 50,
      tags: ['newsletter'],
    },
  },
  {
    key: 'newsletter-leaving',
    draft: {
      name: 'Newsletter before leaving',
      channel: 'onsite',
      audience: { all: ['newsletter-candidate'] },
      trigger: { exitIntent: true },
      variants: withControl('message', {
        kind: 'message',
        title: { en: 'Read on another day?', de: 'Ein andermal weiterlesen?' },
        text: {
          en: 'We write [[once a week]]. One click ends it.',
          de: 'Wir schreiben [[einmal in der Woche]]. Ein Klick beendet es.',
        },
        action: { label: { en: 'Subscribe', de: 'Abonnieren' }, url: URL_TO_FILL },
        dismiss: NO_THANKS,
      }),
      goal: { kind: 'conversion', event: 'Signed Up', within: '24h' },
      limits: ONCE,
      priority: 55,
      tags: ['newsletter'],
    },
  },
  {
    key: 'related-posts',
    draft: {
      name: 'More on the topic',
      channel: 'onsite',
      audience: { any: ['topic-fan', 'searching-reader'] },
      trigger: { slot: 'related' },
      variants: variantsOf('related-content'),
      goal: { kind: 'count', event: 'Page Viewed', within: '24h' },
      ...IN_THE_PAGE,
      priority: 40,
      tags: ['related'],
    },
  },
];

/** @throws TypeError where a draft is none: that is a fault of this file. */
function readDrafts(drafts: readonly Draft[]): readonly Campaign[] {
  return drafts.map(({ key, draft }) => {
    const read = parseCampaign({ ...draft, key, state: 'draft', reentry: '1h' });
    if (read.ok) return read.value;
    throw new TypeError(`${key}: ${read.at}: ${read.hint}`);
  });
}

export const shopCampaigns = (): readonly Campaign[] => readDrafts(SHOP);
export const readingCampaigns = (): readonly Campaign[] => readDrafts(READING);

/** Mails of a shop. No cooldown: that would count what was shown on a page a moment before; a cap of the channel does it. */
import { URL_TO_FILL } from '../placeholders.ts';
import { type CampaignTemplate, NIGHT, withControl } from './template.ts';

/** Once a week, of a cart that was left an hour ago, until it is ordered or taken up again. */
const REMINDER = {
  audience: { all: ['cart-abandoned'] },
  trigger: { entry: 'cart-abandoned' },
  goal: { kind: 'conversion', event: 'Order Completed', within: '7d' },
  limits: {
    caps: [
      { scope: 'campaign', max: 1, per: '7d' },
      { scope: 'channel', max: 1, per: '1d' },
    ],
    quietHours: NIGHT,
  },
  priority: 70,
  tags: ['reminder'],
  cancel: { events: ['Order Completed'], leaving: true },
  validFor: '24h',
  reentry: '7d',
} as const satisfies Partial<CampaignTemplate['draft']>;

export const SHOP_MAIL_TEMPLATES: readonly CampaignTemplate[] = [
  {
    key: 'cart-reminder',
    does: 'Sends one mail with the cart to somebody who left it an hour ago and ordered nothing.',
    worth: 'Where customers allow mail, and many carts are left.',
    measure: 'Share who order within 7 days; some would have come back without it.',
    control: '10 % get no mail.',
    before: ['Connect a mail server.', 'See that `/cart` is the address of your cart.'],
    draft: {
      name: 'Cart reminder',
      channel: 'email',
      ...REMINDER,
      variants: withControl('mail', {
        kind: 'email',
        subject: { en: 'Your cart is still here', de: 'Ihr Warenkorb ist noch da' },
        preheader: { en: 'Just as you left it.', de: 'So, wie Sie ihn verlassen haben.' },
        heading: { en: 'Your cart, as you left it', de: 'Ihr Warenkorb, wie Sie ihn verlassen haben' },
        text: {
          en: 'We kept it for you.\n\nIf a question is open, about size, delivery or returns, we are glad to help.',
          de: 'Wir haben ihn für Sie aufgehoben.\n\nWenn eine Frage offen ist, zu Größe, Lieferung oder Rückgabe, helfen wir gern.',
        },
        action: { label: { en: 'To your cart', de: 'Zum Warenkorb' }, url: '/cart' },
        products: 'cart',
      }),
    },
  },
  {
    key: 'cart-reminder-flow',
    does: 'Starts a workflow of Shopify Flow, which reminds a customer of a cart left an hour ago.',
    worth: 'In a Shopify shop that writes its mails in Shopify.',
    measure: 'Share who order within 7 days; some would have come back without it.',
    control: '10 % get no reminder.',
    before: ['Make a workflow in Flow that begins with “Cart abandoned”, and turn it on.'],
    draft: {
      name: 'Cart reminder by Flow',
      channel: 'flow',
      ...REMINDER,
      variants: withControl('workflow', { kind: 'signal', products: 'cart' }),
    },
  },
  {
    key: 'post-purchase-sequence',
    does: 'Thanks for an order, asks after a week whether all is well, and shows a month later what goes with it.',
    worth: 'Where customers come back for more, and a question is cheaper than a return.',
    measure: 'Share who order again within 60 days.',
    control: '10 % get none of it. The order confirmation of your shop is sent to everybody.',
    before: [
      'Connect a mail server.',
      'See that the week of the second mail fits your delivery time.',
      'Fill in the address of the page where questions are answered.',
    ],
    draft: {
      name: 'After the purchase',
      channel: 'email',
      audience: {},
      trigger: { event: 'Order Completed' },
      variants: withControl('mails', {
        kind: 'email',
        subject: { en: 'Thank you', de: 'Vielen Dank' },
        text: {
          en: 'Thank you for your order. We are glad that you found something.\n\nAll about delivery stands in the confirmation. This is only to say thanks.',
          de: 'Vielen Dank für Ihre Bestellung. Wir freuen uns, dass Sie etwas gefunden haben.\n\nAlles zur Lieferung steht in der Bestätigung. Dies ist nur ein Dank.',
        },
      }),
      goal: { kind: 'conversion', event: 'Order Completed', within: '60d' },
      limits: {
        caps: [
          { scope: 'campaign', max: 3, per: '60d' },
          { scope: 'channel', max: 1, per: '1d' },
        ],
        quietHours: NIGHT,
      },
      priority: 40,
      tags: ['sequence'],
      cancel: { events: ['Order Cancelled', 'Order Refunded'] },
      reentry: '60d',
      steps: [
        {
          wait: '7d',
          treatment: {
            kind: 'email',
            subject: { en: 'Is everything as it should be?', de: 'Ist alles, wie es sein soll?' },
            text: {
              en: 'Your order should be with you by now.\n\nIf something is missing or does not fit, tell us, and we put it right.',
              de: 'Ihre Bestellung sollte inzwischen bei Ihnen sein.\n\nWenn etwas fehlt oder nicht passt, sagen Sie es uns, und wir bringen es in Ordnung.',
            },
            action: {
              label: { en: 'Ask a question', de: 'Frage stellen' },
              url: URL_TO_FILL,
            },
          },
        },
        {
          wait: '24d',
          when: { all: ['one-time-buyer-due'] },
          treatment: {
            kind: 'email',
            subject: { en: 'What goes with it', de: 'Was dazu passt' },
            text: {
              en: 'A month ago you ordered from us. Should you need a refill, or something that goes with it, have a look.',
              de: 'Vor einem Monat haben Sie bei uns bestellt. Wenn Sie Nachschub brauchen oder etwas, das dazu passt, sehen Sie sich um.',
            },
            action: { label: { en: 'To the shop', de: 'Zum Shop' }, url: '/' },
          },
        },
      ],
    },
  },
];

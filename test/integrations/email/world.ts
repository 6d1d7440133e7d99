/** A server that sends mail to a real SMTP server, with a site that may, and people who want it. */
import type { Mail } from '../../../core/decisions/treatment.ts';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import type { Outgoing } from '../../../core/ports.ts';
import type { EmailChannel } from '../../../integrations/email/channel.ts';
import { type ArrivedMail, type Mailbox, openMailbox } from '../../support/mailbox.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';

export const CART_MAIL: Mail = {
  kind: 'email',
  subject: { en: 'Still thinking it over?', de: 'Noch am Überlegen?' },
  preheader: { en: 'Your cart is as you left it.', de: 'Ihr Warenkorb ist noch da.' },
  heading: { en: 'Your cart is waiting', de: 'Ihr Warenkorb wartet' },
  text: {
    en: 'Hello,\n\nyou left something in your cart.',
    de: 'Guten Tag,\n\nin Ihrem Warenkorb liegt noch etwas.',
  },
  action: {
    label: { en: 'Back to the cart', de: 'Zum Warenkorb' },
    url: 'https://shop.example/cart?from=mail',
  },
  products: 'cart',
};

export type MailWorld = {
  readonly served: Served;
  readonly site: TestSite;
  readonly siteId: SiteId;
  readonly mailbox: Mailbox;
  readonly channel: EmailChannel;
  visitorOf(email: string): VisitorId;
  /** The site's server says that this person wants mail. */
  subscribe(email: string, more?: Readonly<Record<string, unknown>>): Promise<VisitorId>;
  /** Somebody new who wants mail. */
  reader(): Promise<Reader>;
  /** Of a decision of its own. */
  message(visitor: VisitorId, more?: Partial<Outgoing>): Outgoing;
  /** Sends one; the mail as it arrived. */
  receive(reader: Reader, more?: Partial<Outgoing>): Promise<ArrivedMail>;
  stop(): Promise<void>;
};

export type Reader = { readonly email: string; readonly visitor: VisitorId };

export const MAIL_FROM = 'Heron Shop <post@heron.example>';

export async function openMailWorld(env: Readonly<Record<string, string>> = {}): Promise<MailWorld> {
  const mailbox = await openMailbox();
  const served = await serve({
    env: { INKLING_SMTP_URL: mailbox.url, INKLING_MAIL_FROM: MAIL_FROM, ...env },
  });
  const site = await createSite(served, { name: 'Heron', serverConsent: { analytics: true } });
  await site.ask('PATCH', '/v1/mail', { postalAddress: 'Heron Ltd\n1 Reed Lane\nNorwich' });
  const tenant = served.sites.get(site.site);
  const { channel } = served.mail;
  if (tenant === undefined || channel === null) throw new Error('there is no channel');
  const visitorOf = (email: string): VisitorId => {
    const visitor = namedVisitor({ email }, tenant);
    if (visitor === null) throw new Error('nobody');
    return visitor;
  };
  let count = 0;
  const subscribe: MailWorld['subscribe'] = async (email, more = {}) => {
    const choice = { email, purposes: { contact: true }, source: 'double-opt-in', ...more };
    const { status } = await site.ask('POST', '/v1/consent', choice);
    if (status !== 200) throw new Error('the consent was not taken');
    return visitorOf(email);
  };
  const message: MailWorld['message'] = (visitor, more = {}) => {
    count += 1;
    return {
      id: count.toString(16).padStart(32, '0'),
      site: tenant.siteId,
      visitor,
      campaign: 'left-cart',
      variant: 'a',
      treatment: CART_MAIL,
      isTransactional: false,
      saysWhy: true,
      products: [
        { product: 'p1', title: 'Heron', price: 19.9, currency: 'EUR', url: 'https://shop.example/p/1' },
      ],
      ...more,
    };
  };
  return {
    served,
    site,
    siteId: tenant.siteId,
    mailbox,
    channel,
    visitorOf,
    subscribe,
    reader: async () => {
      count += 1;
      const email = `reader-${count}@example.com`;
      return { email, visitor: await subscribe(email) };
    },
    message,
    receive: async ({ email, visitor }, more) => {
      const before = mailbox.arrivals.length;
      const outcome = await channel.send(message(visitor, more), calm());
      if (outcome.kind !== 'sent') throw new Error(`it was not sent: ${JSON.stringify(outcome)}`);
      const mail = mailbox.arrivals.slice(before).find(({ to }) => to.includes(email));
      if (mail === undefined) throw new Error('it did not arrive');
      return mail;
    },
    stop: async () => {
      await served.stop();
      await mailbox.close();
    },
  };
}

/** A signal that nobody gives. */
export const calm = (): AbortSignal => new AbortController().signal;

export { NOON };

/** One person who comes through every channel of a shop under their raw identifiers. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { innerHash, proofOf } from '../../acceptance/pages.ts';
import type { ArrivedMail } from '../../support/mailbox.ts';
import { bearer } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { CANARY, CANARY_HEADERS, carriersOf } from './canaries.ts';
import type { OpenShop } from './canary-shop.ts';
import { writeFixture } from './cli/support.ts';

export const DEVICE = 'ca'.repeat(16);
export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PAGE = '1f'.repeat(16);
const PURPOSES = { analytics: true, personalization: true, contact: true, share: true };

/** One way in or out, by name: what the person leaves there. */
export type ChannelStep = readonly [channel: string, go: (shop: OpenShop) => Promise<void>];

/** A page that says no more than a hash of the customer's number cannot have it told apart in a text. */
const pageTexts = [CANARY.email, CANARY.phone];
const texts = [...pageTexts, CANARY.userId];
export const free = (text: string) => {
  const [plain, said, , path, url] = carriersOf(text);
  return { note: plain, comment: said, title: said, path, url, referrer: url, coupon: plain, query: said };
};
export const item = (n: string, t: number, more: object = {}) => ({
  i: `c-${randomUUID()}`,
  n,
  t,
  p: {},
  u: '/',
  ...more,
});

/** A page's post; this is how the tracker sends, and how its beacon does. */
export async function post(
  shop: OpenShop,
  items: readonly object[],
  more: object = {},
): Promise<Record<string, unknown>> {
  const { site } = shop;
  const now = shop.now();
  const h = innerHash(site, CANARY.userId);
  const c = { analytics: true, personalization: true, share: true, at: now - 1, source: 'banner' };
  const body = { s: now, dev: DEVICE, c, pg: PAGE, h, pr: proofOf(site, h), e: items, ...more };
  const answer = await site.collect(body, { userAgent: CANARY.userAgent, headers: CANARY_HEADERS });
  return answer.body;
}

let sent = 0;
export const serverEvent = (shop: OpenShop, name: string, more: object = {}) => ({
  id: `s${++sent}`,
  name,
  time: shop.now() - 1,
  userId: CANARY.userId,
  email: CANARY.email,
  device: DEVICE,
  consent: PURPOSES,
  ...more,
});

export const CHANNELS: readonly ChannelStep[] = [
  [
    'consent by the server',
    async ({ site }) => {
      const choice = { userId: CANARY.userId, email: CANARY.email, purposes: PURPOSES, source: 'form' };
      expect((await site.ask('POST', '/v1/consent', choice)).status).toBe(200);
    },
  ],
  [
    'an anonymous page',
    async (shop) => {
      await shop.site.collect(
        {
          s: shop.now(),
          pg: PAGE,
          e: [
            item('Page Viewed', shop.now(), {
              u: carriersOf(CANARY.email)[3],
              r: carriersOf(CANARY.email)[4],
            }),
          ],
        },
        { userAgent: CANARY.userAgent, headers: CANARY_HEADERS },
      );
    },
  ],
  [
    'collect',
    async (shop) => {
      for (const text of pageTexts)
        await post(
          shop,
          [
            item('Product Viewed', shop.now(), {
              p: { product_id: 'p1', ...free(text) },
              u: carriersOf(text)[3],
              r: carriersOf(text)[4],
            }),
          ],
          { m: CANARY.email },
        );
    },
  ],
  [
    'decide on the page, and exposures',
    async (shop) => {
      const answer = await post(shop, [item('Product Added', shop.now(), { p: { product_id: 'p1' } })], {
        d: 1,
      });
      const decisions = answer.do as readonly { readonly id: string }[];
      expect(decisions.length).toBeGreaterThan(0);
      for (const { id } of decisions)
        await shop.site.ask('POST', '/v1/exposures', { decision: id, shown: true, action: 'clicked' });
    },
  ],
  [
    'a batch of a server',
    async (shop) => {
      const events = texts.map((text) =>
        serverEvent(shop, 'Product Viewed', {
          properties: free(text),
          context: {
            path: carriersOf(text)[3],
            referrer: carriersOf(text)[4],
            ip: CANARY.ip,
            userAgent: CANARY.userAgent,
          },
        }),
      );
      const { body } = await shop.site.ingest([
        ...events,
        serverEvent(shop, 'Traits Updated', {
          properties: { plan: 'pro', first_name: 'Zanzibar', ...free(CANARY.email) },
        }),
      ]);
      expect(body).toMatchObject({ accepted: 4 });
    },
  ],
  [
    'decide for a server',
    async ({ site }) => {
      const answer = await site.ask('POST', '/v1/decide', { userId: CANARY.userId, slot: 'hero' });
      expect(answer.status).toBe(200);
    },
  ],
  [
    "the visitor's own element",
    async ({ site }) => {
      expect((await site.ask('POST', '/v1/own', { device: DEVICE })).status).toBe(200);
      const { status, body } = await site.ask('POST', '/v1/own/export', { device: DEVICE });
      expect([status, body.scope]).toEqual([200, 'device']);
    },
  ],
  [
    'refusals of every kind',
    async (shop) => {
      const { site } = shop;
      await site.ingest([
        { ...serverEvent(shop, CANARY.email), id: CANARY.email.repeat(40) },
        { name: CANARY.userId },
      ]);
      await post(shop, [{ i: CANARY.email, n: 1, t: CANARY.userId }]);
      for (const path of [
        `/v1/visitors/${encodeURIComponent(CANARY.email)}`,
        `/v1/stream?after=${encodeURIComponent(CANARY.userId)}`,
      ])
        await fetch(shop.app.url + path, { headers: { ...bearer(site.secretKey), ...CANARY_HEADERS } });
    },
  ],
  [
    'replay on the command line',
    async (shop) => {
      const rows = texts.map((text) =>
        JSON.stringify(serverEvent(shop, 'Product Viewed', { properties: free(text) })),
      );
      const report = await shop.command(
        `replay ${writeFixture('history.ndjson', rows.join('\n'))} --site nest`,
      );
      expect(report).toMatchObject({ exit: 0 });
    },
  ],
  [
    'a mail, opened and followed',
    async (shop) => {
      await shop.pass(HOUR);
      const mail = await mailTo(shop);
      const links = [
        ...`${mail.text} ${mail.html}`.matchAll(/http:\/\/127[^\s"<>]+\/[co]\/[\w-]+(?:\.gif)?/g),
      ];
      expect(links.length).toBeGreaterThan(0);
      for (const [link] of links)
        await fetch(link, {
          redirect: 'manual',
          headers: { ...CANARY_HEADERS, 'user-agent': 'Mozilla/5.0 Firefox/140.0' },
        });
    },
  ],
  [
    'what the mail service says',
    async (shop) => {
      const at = new Date(shop.now()).toISOString();
      const events = ['delivered', 'opened', 'clicked'].map((kind) => ({
        id: `m-${kind}`,
        type: kind,
        email: CANARY.email,
        at,
      }));
      expect((await shop.site.ask('POST', '/v1/email-events', { events })).status).toBe(200);
    },
  ],
  [
    'an order',
    async (shop) => {
      const properties = {
        order_id: `${CANARY.userId}-1`,
        total: 50,
        currency: 'EUR',
        products: [],
        ...free(CANARY.phone),
      };
      await shop.site.ingest([serverEvent(shop, 'Order Completed', { id: 'order:1', properties })]);
    },
  ],
  [
    'questions on the command line',
    async (shop) => {
      const { visitor } = (await shop.site.ask('POST', '/v1/visitors/lookup', { email: CANARY.email })).body;
      for (const words of [
        `explain ${visitor} viewers`,
        'segments members viewers',
        `export --user ${CANARY.userId}`,
      ])
        expect(await shop.command(`${words} --site nest`)).toMatchObject({ exit: 0 });
    },
  ],
  [
    'webhooks and the stream',
    async (shop) => {
      await until(() => /"type":"entered"/.test(shop.streamed()) && /conversion/.test(shop.streamed()));
      const kinds = () => new Set(shop.hook.arrivals.map(({ text }) => JSON.parse(text).type));
      await until(() => kinds().has('decision') && kinds().has('conversion') && kinds().has('entered'));
    },
  ],
  [
    'the way back to Segment, and files',
    async (shop) => {
      await until(() => shop.segment.arrivals.some(({ text }) => text.includes('Segment Entered')));
      for (const path of ['/v1/segments/viewers/members?format=ndjson', '/v1/scores?format=ndjson']) {
        const answer = await fetch(shop.app.url + path, { headers: bearer(shop.site.secretKey) });
        const text = await answer.text();
        expect([path, answer.status, text.includes('"visitor"')]).toEqual([path, 200, true]);
      }
    },
  ],
  [
    'dead letters',
    async (shop) => {
      for (let hours = 0; hours < 26; hours += 13) await shop.leap(13 * HOUR);
      await until(
        async () =>
          ((await shop.site.ask('GET', '/v1/webhooks/broken/dead-letters')).body.items as unknown[]).length >
          0,
      );
    },
  ],
];

export function mailTo({ mailbox }: OpenShop): Promise<ArrivedMail> {
  return mailbox.waitFor(({ to }) =>
    to.some((address) => address.toLowerCase() === CANARY.email.toLowerCase()),
  );
}

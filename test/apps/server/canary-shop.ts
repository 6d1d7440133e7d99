/** A shop with every channel open: webhooks, one of which nobody answers, mail, the stream, the command line. */
import { expect } from 'vitest';
import type { Report } from '../../../apps/server/cli/verb.ts';
import { campaign } from '../../acceptance/campaigns.ts';
import { type App, startApp } from '../../support/app-process.ts';
import { type HookReceiver, openHook } from '../../support/hook-receiver.ts';
import { type Mailbox, openMailbox } from '../../support/mailbox.ts';
import { bearer, createSite, type TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { makeTerminal, stoppedClock, type } from './cli/support.ts';

export const NOON = Date.UTC(2026, 0, 5, 12);
const CART_LEFT = {
  sequence: [{ event: 'Product Added' }, { absent: 'Order Completed', for: '1h' }],
  within: '1d',
};
const MAIL = {
  kind: 'email',
  subject: 'Your cart',
  text: 'It is still here.',
  action: { label: 'Back to it', url: 'https://shop.example/cart' },
};

export type OpenShop = {
  readonly app: App;
  readonly site: TestSite;
  readonly hook: HookReceiver;
  /** In Segment's place: told of customers under their own ids, since it knows them by those. */
  readonly segment: HookReceiver;
  readonly mailbox: Mailbox;
  /** Everything a reader of the stream has been sent. */
  streamed(): string;
  now(): number;
  pass(ms: number): Promise<void>;
  /** As if the machine had slept. */
  leap(ms: number): Promise<void>;
  /** What a person would type after `inkling`, on the machine of the server. */
  command(words: string): Promise<Report>;
  close(): Promise<void>;
};

/** @param dataDir Used and left alone. */
export async function openShop(dataDir: string): Promise<OpenShop> {
  const hook = await openHook();
  const segment = await openHook();
  const mailbox = await openMailbox();
  const env = {
    LOG_LEVEL: 'trace',
    TRUSTED_PROXIES: 'loopback',
    INKLING_WEBHOOK_PRIVATE_HOSTS: 'loopback',
    INKLING_SMTP_URL: mailbox.url,
    INKLING_MAIL_FROM: 'Heron <post@heron.example>',
  };
  const app = await startApp({ dataDir, clockAtMs: NOON, env });
  const site = await createSite(app, {
    site: 'nest',
    postsPerSecondPerAddress: 1e6,
    postsPerSecondPerKey: 1e6,
  });
  await furnish(site, hook, segment);
  const stream = openStream(app, site);
  let now = NOON;
  return {
    app,
    site,
    hook,
    segment,
    mailbox,
    streamed: stream.text,
    now: () => now,
    pass: async (ms) => {
      now += ms;
      await app.clock.set(now);
    },
    leap: async (ms) => {
      now += ms;
      await app.clock.leap(ms);
    },
    command: (words) => type(words, makeTerminal({ DATA_DIR: dataDir }, stoppedClock(now))),
    close: async () => {
      stream.close();
      await app.stop();
      await mailbox.close();
    },
  };
}

async function furnish(site: TestSite, hook: HookReceiver, segment: HookReceiver): Promise<void> {
  const types = ['notice', 'decision', 'conversion'];
  const put = async (path: string, body: object, method = 'PUT') => {
    const answer = await site.ask(method, path, body);
    expect([path, answer.status, answer.status < 300 || answer.body]).toEqual([path, answer.status, true]);
  };
  await put('/v1/mail', { postalAddress: '1 Reed Lane', openPixel: true }, 'PATCH');
  await put('/v1/products', { products: [{ id: 'p1', title: 'Heron', price: 7.5, currency: 'EUR' }] });
  await put('/v1/segments/viewers', { name: 'Viewers', when: { event: 'Product Viewed' } });
  await put('/v1/segments/cart-left', { name: 'Cart left', when: CART_LEFT });
  for (const key of ['viewers', 'cart-left'])
    await until(async () => (await site.ask('GET', `/v1/segments/${key}`)).body.state === 'ready');
  await put('/v1/webhooks/crm', { url: hook.url, types, visitor: 'own' });
  await put('/v1/webhooks/broken', { url: 'http://127.0.0.1:9/hook', types });
  await put('/v1/segment/write-back', { writeKey: 'key-of-the-source', host: `${segment.url}/v1` });
  await put(
    '/v1/campaigns/hello',
    campaign({ goal: { kind: 'conversion', event: 'Order Completed', within: '72h' } }),
  );
  const variants = (treatment: object) => [{ key: 'a', treatment }];
  await put(
    '/v1/campaigns/reminder',
    campaign({ channel: 'email', trigger: { entry: 'cart-left' }, variants: variants(MAIL) }),
  );
  await put(
    '/v1/campaigns/relay',
    campaign({
      channel: 'webhook',
      trigger: { entry: 'viewers' },
      variants: variants({ kind: 'signal', data: { template: 'welcome' } }),
    }),
  );
}

function openStream(app: App, site: TestSite): { text(): string; close(): void } {
  const abort = new AbortController();
  let text = '';
  const read = async () => {
    const answer = await fetch(`${app.url}/v1/stream`, {
      headers: bearer(site.secretKey),
      signal: abort.signal,
    });
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) text += decoder.decode(chunk, { stream: true });
  };
  read().catch(() => undefined);
  return { text: () => text, close: () => abort.abort() };
}

/** Somebody of whom something lies in every place that the data map calls personal. */
import { createHmac } from 'node:crypto';
import type { VisitorId } from '../../../core/entry.ts';
import { createSentMails } from '../../../integrations/email/sent-mails.ts';
import { campaign } from '../../acceptance/campaigns.ts';
import { DEVICE, MINUTE, NOON, nameUser, openWorld, USER, type World } from './erased-people.ts';

const EMAIL = 'kaethe.q@nest-example.org';
const CONSENT = { analytics: true, personalization: true, contact: true, share: true };

export type Life = World & { readonly visitor: VisitorId };

export async function liveFully(): Promise<Life> {
  const world = await openWorld({
    env: {
      INKLING_WEBHOOK_PRIVATE_HOSTS: 'loopback',
      INKLING_SMTP_URL: 'sink',
      INKLING_MAIL_FROM: 'Shop <shop@example.com>',
    },
  });
  const { site, tenant, served } = world;
  const { engine, store } = served;
  await set(world, '/v1/segments/viewers', { name: 'Viewers', when: { event: 'Product Viewed' } });
  const limits = { caps: [{ scope: 'campaign', max: 3, per: 'day' }] };
  await set(world, '/v1/campaigns/hello', campaign({ limits }));
  await set(world, '/v1/webhooks/crm', { url: 'http://127.0.0.1:1/hook', types: ['notice', 'decision'] });
  const { inner } = nameUser(world);
  const pr = createHmac('sha256', site.secretKey).update(inner, 'utf8').digest('hex');
  await world.page(NOON - 2 * MINUTE, NOON - 2 * MINUTE, { h: inner, pr, d: 1, sl: ['hero'] });
  await site.ask('POST', '/v1/consent', { userId: USER, email: EMAIL, purposes: CONSENT, source: 'form' });
  const named = { device: DEVICE, email: EMAIL, consent: CONSENT };
  await world.ingest(world.event('a', NOON - 5 * MINUTE, { ...named, traits: { plan: 'gold' } }));
  await world.ingest(
    world.event('t', NOON - MINUTE, { ...named, name: 'Traits Updated', properties: { plan: 'gold' } }),
  );
  await world.ingest(world.order('Q-1', NOON - MINUTE, named));
  const item = { i: 'added', n: 'Product Added', t: NOON, p: { product_id: 'p1' }, u: '/p/1' };
  const c = { analytics: true, personalization: true, at: NOON };
  const { body } = await site.collect({ s: NOON, dev: DEVICE, d: 1, c, e: [item] });
  for (const { id } of (body.do ?? []) as { id: string }[])
    await site.ask('POST', '/v1/exposures', { decision: id, shown: true, at: NOON, s: NOON });
  await engine.segments.idle();
  await engine.book.flush();
  await served.clock.moveTo(NOON + 1);
  await engine.retention.retireEvents(tenant.siteId, 0);
  await world.ingest(world.event('b', NOON + 1, named));
  const found = await site.ask('POST', '/v1/visitors/lookup', { userId: USER });
  const canonical = String(found.body.visitor) as VisitorId;
  const score = { type: 'score', name: 'purchase_7d', source: 'server', properties: { p: 0.5 } } as const;
  const scored = { site: tenant.siteId, id: 'score-1', t: NOON, receivedAt: NOON, visitor: canonical };
  await engine.append([{ ...score, ...scored }]);
  await createSentMails(store).note(tenant.siteId, canonical, 'dec-1', NOON);
  await site.ask('PUT', '/v1/suppressions', { email: EMAIL, reason: 'manual' });
  await engine.book.flush();
  return { ...world, visitor: canonical };
}

async function set({ site }: World, path: string, body: object): Promise<void> {
  const answer = await site.ask('PUT', path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
}

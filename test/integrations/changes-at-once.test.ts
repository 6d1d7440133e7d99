/** What two servers change at once of what integrations keep, when neither has heard of the other: both changes stand. */
import { expect, it, onTestFinished } from 'vitest';
import { createDuty } from '../../core/deliveries/duty.ts';
import { createFeed } from '../../core/deliveries/feed.ts';
import { createRoom } from '../../core/deliveries/room.ts';
import type { SiteId } from '../../core/entry.ts';
import { createKeyRing } from '../../core/identity/keys.ts';
import type { Store } from '../../core/ports.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { createMailSettings } from '../../integrations/email/mail-settings.ts';
import { createSealedSettings } from '../../integrations/segment/sealed-settings.ts';
import { createChoiceBook } from '../../integrations/shopify/write-out/choices.ts';
import { createEndpoints } from '../../integrations/webhook/endpoints.ts';
import { createGuard } from '../../integrations/webhook/guard.ts';
import { createWebhooks } from '../../integrations/webhook/webhooks.ts';
import { SITE } from '../core/deliveries/world.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import { createDrivenClock } from '../support/driven-clock.ts';
import { overtaken } from '../support/overtaken.ts';

const clock = createDrivenClock(Date.UTC(2026, 0, 5, 12));
const onFault = (error: unknown): void => expect(error).toBeNull();
const openRing = (store: Store) => createKeyRing(Buffer.alloc(32, 3), store);

async function openStore(): Promise<Store> {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  onTestFinished(() => store.close());
  return store;
}

async function openWebhooks(store: Store) {
  const feed = createFeed({ store, clock });
  const webhooks = createWebhooks({
    ...{ store, clock, feed, onFault, room: createRoom(), random: () => 0, duty: createDuty() },
    ...{ ring: await openRing(store), maySend: async () => true },
    guard: createGuard('127.0.0.1', async () => [{ address: '127.0.0.1', family: 4 }]),
  });
  await webhooks.start([SITE]);
  onTestFinished(async () => {
    await webhooks.stop();
    feed.stop();
  });
  return webhooks;
}

const endpoint = (path: string) => ({ url: `http://127.0.0.1:1/${path}`, types: ['notice' as const] });

it('a webhook that is put while its secret is rotated has the new secret, and the new address', async () => {
  const store = await openStore();
  await (await openWebhooks(store)).put(SITE, 'crm', endpoint('old'));
  const other = await openWebhooks(store);
  let secret: string | undefined;
  const late = overtaken(store, 'webhooks', async () => {
    secret = (await other.rotate(SITE, 'crm'))?.secret;
  });
  await (await openWebhooks(late)).put(SITE, 'crm', endpoint('new'));
  const after = await openWebhooks(store);
  expect(after.list(SITE)).toMatchObject([{ url: 'http://127.0.0.1:1/new' }]);
  const kept = await createEndpoints(store, await openRing(store)).read(SITE, 'crm');
  expect(secret).toMatch(/^whsec_/);
  expect(kept?.secrets.secret).toBe(secret);
});

it('a webhook of which this server has not heard is removed, and changed, all the same', async () => {
  const store = await openStore();
  const [one, two] = [await openWebhooks(store), await openWebhooks(store)];
  await one.put(SITE, 'crm', endpoint('crm'));
  expect(await two.rotate(SITE, 'crm')).not.toBeNull();
  await one.put(SITE, 'erp', endpoint('erp'));
  expect(await two.remove(SITE, 'erp')).toBe(true);
  expect(await store.getRecord('webhooks', SITE, 'erp')).toBeUndefined();
});

it('settings of mail that two change are those of both', async () => {
  const store = await openStore();
  const other = createMailSettings(store, await openRing(store));
  const late = overtaken(store, 'mail', () => other.change(SITE, { fromName: 'Ink' }));
  const own = createMailSettings(late, await openRing(store));
  expect(await own.change(SITE, { language: 'de' })).toMatchObject({ fromName: 'Ink', language: 'de' });
  expect(await other.read(SITE)).toMatchObject({ fromName: 'Ink', language: 'de' });
});

it('settings of Segment are changed from what stands', async () => {
  const store = await openStore();
  type Counted = { readonly count: number };
  const open = async (own: Store) =>
    createSealedSettings<Counted>({ store: own, ring: await openRing(store) }, 'webhook');
  const add = async (own: Store) =>
    (await open(own)).change(SITE, (now) => ({ count: (now?.count ?? 0) + 1 }));
  await add(overtaken(store, 'segment', () => add(store)));
  expect(await (await open(store)).read(SITE)).toEqual({ count: 2 });
});

it('what is to be written to customers is chosen from what stands', async () => {
  const store = await openStore();
  const other = createChoiceBook(store);
  const late = overtaken(store, 'platform-write-out', () =>
    other.change(SITE, () => ({ segments: ['keen'] })),
  );
  await createChoiceBook(late).change(SITE, () => ({ scores: true }));
  expect(await other.read(SITE)).toMatchObject({ scores: true, segments: ['keen'] });
});

it('webhooks of a site that is gone run no more, those of others do', async () => {
  const webhooks = await openWebhooks(await openStore());
  const other = 'st_other' as SiteId;
  for (const site of [SITE, other]) await webhooks.put(site, 'crm', endpoint('crm'));
  await webhooks.forget(SITE);
  expect([webhooks.list(SITE), webhooks.list(other)]).toMatchObject([[], [{ key: 'crm' }]]);
});

import { describe, expect, it, onTestFinished } from 'vitest';
import { createKeyRing, createKeys } from '../../../core/identity/keys.ts';
import { announceRecords } from '../../../core/records.ts';
import { createSiteRegistry, currentKeys, type SiteRegistry } from '../../../core/sites/registry.ts';
import { newSiteSchema, type Site } from '../../../core/sites/site.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { createPeerRoom } from '../../support/peer-room.ts';

const MASTER = Buffer.alloc(32, 3);

async function openPair() {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  onTestFinished(() => store.close());
  const clock = createDrivenClock(Date.UTC(2026, 0, 5));
  const room = createPeerRoom();
  const keys = createKeys(MASTER);
  const peers = [room.join(), room.join()] as const;
  const open = async (own: (typeof peers)[number]): Promise<SiteRegistry> => {
    const onFault = (error: unknown): void => {
      throw error;
    };
    const announced = announceRecords({ store, peers: own, onFault });
    return createSiteRegistry({ ...announced, clock, keys, ring: await createKeyRing(MASTER, store) });
  };
  return { clock, room, peers, one: await open(peers[0]), two: await open(peers[1]) };
}

async function make(sites: SiteRegistry, name = 'Red Shoes'): Promise<Site> {
  const made = await sites.create(newSiteSchema.parse({ name }));
  if (!made.ok) throw new Error(made.code);
  return made.value;
}

describe('sites on two servers', () => {
  it('open their doors on the server that did not make them, which says so once', async () => {
    const { room, clock, one, two } = await openPair();
    const seen: string[] = [];
    two.onCreate(({ site }) => seen.push(site));
    const site = await make(one);
    await one.change('red-shoes', { name: 'Blue Shoes' });
    await room.heard();
    const { writeKey, secretKey } = currentKeys(site, clock.now());
    for (const found of [two.byWriteKey(writeKey), two.bySecretKey(secretKey)])
      expect(found).toMatchObject({ ok: true, value: { siteId: site.siteId } });
    expect(two.byId(site.siteId)?.idKey.equals(site.idKey)).toBe(true);
    expect([seen, two.get('red-shoes')?.settings.name]).toEqual([['red-shoes'], 'Blue Shoes']);
  });

  it('take a new key everywhere, and the old one nowhere once it has ended', async () => {
    const { room, clock, one, two } = await openPair();
    const old = currentKeys(await make(one), clock.now()).writeKey;
    await room.heard();
    const rotated = await one.rotateKeys('red-shoes', { overlapMs: 0 });
    if (!rotated.ok) throw new Error(rotated.code);
    await room.heard();
    expect(two.byWriteKey(currentKeys(rotated.value, clock.now()).writeKey)).toMatchObject({ ok: true });
    expect(two.byWriteKey(old)).toMatchObject({ code: 'rotated_key' });
  });

  it('keep what one server changed when the other changes something before it has heard of that', async () => {
    const { room, peers, clock, one, two } = await openPair();
    await make(one);
    await room.heard();
    const listen = peers[1].deafen();
    const before = currentKeys(one.get('red-shoes') as Site, clock.now()).secretKey;
    await one.rotateKeys('red-shoes', { overlapMs: 0 });
    await two.change('red-shoes', { timezone: 'Europe/Berlin' });
    listen();
    await room.heard();
    for (const sites of [one, two]) {
      expect(sites.bySecretKey(before)).toMatchObject({ code: 'rotated_key' });
      expect(sites.get('red-shoes')?.settings.timezone).toBe('Europe/Berlin');
    }
  });

  it('keep the settings that rules of folding were made for while only keys change', async () => {
    const { room, one, two } = await openPair();
    await make(one);
    await room.heard();
    const { settings } = two.get('red-shoes') as Site;
    await one.rotateKeys('red-shoes');
    await room.heard();
    expect(two.get('red-shoes')?.settings).toBe(settings);
    await one.change('red-shoes', { timezone: 'Europe/Berlin' });
    await room.heard();
    expect(two.get('red-shoes')?.settings).not.toBe(settings);
  });

  it('have names of their own, though both servers make one at once', async () => {
    const { room, one, two } = await openPair();
    const made = await Promise.all([make(one), make(two)]);
    await room.heard();
    expect(made.map(({ site }) => site).toSorted()).toEqual(['red-shoes', 'red-shoes-2']);
    for (const sites of [one, two])
      expect(made.map(({ siteId }) => sites.byId(siteId)?.site)).toEqual(made.map(({ site }) => site));
    const asked = [one, two].map((sites) =>
      sites.create(newSiteSchema.parse({ name: 'Hats', site: 'hats' })),
    );
    expect((await Promise.all(asked)).map(({ ok }) => ok).toSorted()).toEqual([false, true]);
  });

  it('close every door of one that was removed, and let another one have its name', async () => {
    const { room, clock, one, two } = await openPair();
    const site = await make(one);
    await room.heard();
    await one.remove(site.site, site.siteId);
    await room.heard();
    const { writeKey } = currentKeys(site, clock.now());
    expect(two.byWriteKey(writeKey)).toMatchObject({ code: 'unknown_key' });
    expect([two.byId(site.siteId), two.get('red-shoes')]).toEqual([undefined, undefined]);
    const next = await make(one);
    await room.heard();
    expect(two.get('red-shoes')?.siteId).toBe(next.siteId);
  });
});

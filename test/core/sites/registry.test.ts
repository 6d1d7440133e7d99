import { describe, expect, it, onTestFinished } from 'vitest';
import { createKeyRing, createKeys } from '../../../core/identity/keys.ts';
import { createAuditLog } from '../../../core/privacy/audit.ts';
import { createSiteRegistry, currentKeys, type SiteRegistry } from '../../../core/sites/registry.ts';
import { newSiteSchema, type Site, type SiteSettings, siteSettingsSchema } from '../../../core/sites/site.ts';
import { MOST_OPEN, OVERLAP_MS } from '../../../core/sites/site-keys.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { findCanaries, writeNeedles } from '../../support/canary.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';

const NOW = Date.UTC(2026, 0, 5);
const MASTER = Buffer.alloc(32, 3);

async function openRegistry() {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  onTestFinished(() => store.close());
  const clock = createDrivenClock(NOW);
  const keys = createKeys(MASTER);
  const open = async () =>
    createSiteRegistry({ store, clock, keys, ring: await createKeyRing(MASTER, store) });
  return { store, clock, keys, open, sites: await open() };
}

async function make(sites: SiteRegistry, request: object = {}): Promise<Site> {
  const made = await sites.create(newSiteSchema.parse({ name: 'Red Shoes', ...request }));
  if (!made.ok) throw new Error(made.code);
  return made.value;
}

describe('the registry of sites', () => {
  it('makes a site with its own ids, keys and defaults, and finds it by each', async () => {
    const { sites, clock } = await openRegistry();
    const site = await make(sites);
    const { writeKey, secretKey } = currentKeys(site, clock.now());
    expect(site.siteId).toMatch(/^st_[0-9a-f]{16}$/);
    expect([writeKey, secretKey]).toEqual([
      expect.stringMatching(/^wk_[\w-]{32}$/),
      expect.stringMatching(/^sk_[\w-]{32}$/),
    ]);
    expect(site.settings).toMatchObject({
      policy: 'auto',
      timezone: 'UTC',
      currency: 'EUR',
      serverConsent: null,
    });
    for (const found of [sites.byWriteKey(writeKey), sites.bySecretKey(secretKey)])
      expect(found).toMatchObject({ ok: true, value: { siteId: site.siteId } });
    expect([sites.get('red-shoes')?.siteId, sites.byId(site.siteId)?.site]).toEqual([
      site.siteId,
      'red-shoes',
    ]);
    expect(sites.byWriteKey(secretKey)).toMatchObject({ code: 'unknown_key' });
    expect(sites.bySecretKey(writeKey)).toMatchObject({ code: 'unknown_key' });
  });

  it('gives every site a name of its own', async () => {
    const { sites } = await openRegistry();
    const names = [];
    for (const name of ['Red Shoes', 'Red  shoes!', '赤い靴', '---'])
      names.push((await make(sites, { name })).site);
    expect(names).toEqual(['red-shoes', 'red-shoes-2', 'site', 'site-2']);
    expect(await sites.create(newSiteSchema.parse({ name: 'X', site: 'red-shoes' }))).toMatchObject({
      code: 'conflict',
    });
  });

  it('lets a rotated key in until its overlap ends, to the millisecond, and then says why not', async () => {
    const { sites, clock } = await openRegistry();
    const before = currentKeys(await make(sites, { site: 's' }), NOW);
    await sites.rotateKeys('s');
    const after = currentKeys(sites.get('s') ?? (await make(sites)), NOW);
    expect(after.writeKey).not.toBe(before.writeKey);
    const knock = () => [sites.byWriteKey(before.writeKey), sites.bySecretKey(before.secretKey)];
    const over = { code: 'rotated_key', hint: expect.stringContaining('site list') };
    await clock.moveTo(NOW + OVERLAP_MS.secret - 1);
    expect(knock()).toMatchObject([{ ok: true }, { ok: true }]);
    await clock.moveTo(NOW + OVERLAP_MS.secret);
    expect(knock()).toMatchObject([{ ok: true }, over]);
    await clock.moveTo(NOW + OVERLAP_MS.write - 1);
    expect(knock()).toMatchObject([{ ok: true }, over]);
    await clock.moveTo(NOW + OVERLAP_MS.write);
    expect(knock()).toMatchObject([over, over]);
    expect(sites.bySecretKey(after.secretKey).ok).toBe(true);
  });

  it('never lengthens the overlap of a key that is on its way out', async () => {
    const { sites, clock } = await openRegistry();
    const { writeKey } = currentKeys(await make(sites, { site: 's' }), NOW);
    await sites.rotateKeys('s', { overlapMs: 1_000 });
    await sites.rotateKeys('s', { overlapMs: 5_000 });
    await clock.moveTo(NOW + 1_000);
    expect(sites.byWriteKey(writeKey)).toMatchObject({ code: 'rotated_key' });
  });

  it('ends every old key at once where no overlap is left', async () => {
    const { sites } = await openRegistry();
    const first = currentKeys(await make(sites, { site: 's' }), NOW);
    await sites.rotateKeys('s', { only: 'write', overlapMs: 9_000 });
    await sites.rotateKeys('s', { only: 'write', overlapMs: 0 });
    expect(sites.byWriteKey(first.writeKey)).toMatchObject({ code: 'rotated_key' });
    expect([sites.isOld('write', first.writeKey), sites.bySecretKey(first.secretKey).ok]).toEqual([
      true,
      true,
    ]);
  });

  it.each(['a knock', 'the sweep', 'a restart'])(
    'revives no key that %s found ended when the clock goes back',
    async (by) => {
      const { sites, clock, open } = await openRegistry();
      const { secretKey } = currentKeys(await make(sites, { site: 's' }), NOW);
      await sites.rotateKeys('s', { overlapMs: 1_000 });
      await clock.moveTo(NOW + 1_000);
      if (by === 'a knock') sites.bySecretKey(secretKey);
      if (by === 'the sweep') await sites.endKeys();
      if (by === 'a restart') await open();
      else await sites.change('s', {});
      await clock.moveTo(NOW);
      expect((await open()).bySecretKey(secretKey)).toMatchObject({ code: 'rotated_key' });
      if (by !== 'a restart') expect(sites.bySecretKey(secretKey)).toMatchObject({ code: 'rotated_key' });
    },
  );

  it('takes no more old keys that open doors than anybody looks after, unless they end at once', async () => {
    const { sites } = await openRegistry();
    const { secretKey } = currentKeys(await make(sites, { site: 's' }), NOW);
    for (let n = 0; n < MOST_OPEN; n += 1)
      expect((await sites.rotateKeys('s', { only: 'secret' })).ok).toBe(true);
    expect(await sites.rotateKeys('s')).toMatchObject({ code: 'in_use', at: 'only' });
    expect((await sites.rotateKeys('s', { only: 'write' })).ok).toBe(true);
    expect((await sites.rotateKeys('s', { overlapMs: 0 })).ok).toBe(true);
    const kept = sites.get('s')?.secretKeys ?? [];
    expect([kept.length, sites.bySecretKey(secretKey)]).toMatchObject([
      MOST_OPEN + 1,
      { code: 'unknown_key' },
    ]);
  });

  it('finds everything again after a restart, and keeps the key that ids are made with', async () => {
    const { sites, open } = await openRegistry();
    const site = await make(sites, { site: 's', timezone: 'Asia/Tokyo' });
    await sites.change('s', { sessionGapMinutes: 5 });
    await sites.rotateKeys('s');
    const again = await open();
    const found = again.get('s');
    expect(found?.settings).toMatchObject({ timezone: 'Asia/Tokyo', sessionGapMinutes: 5 });
    expect(found?.idKey.equals(site.idKey)).toBe(true);
    expect(again.list()).toHaveLength(1);
    expect(again.bySecretKey(currentKeys(site, NOW).secretKey).ok).toBe(true);
  });

  it('gives a site that chose before a setting was there the default of it', async () => {
    const { sites, open } = await openRegistry();
    const { site } = await make(sites);
    await sites.change(site, { scoring: { leastOfEach: 50 } as SiteSettings['scoring'] });
    expect((await open()).get(site)?.settings.scoring).toEqual({ leastOfEach: 50, discountPerYear: 0.15 });
  });

  it('holds no secret that could be read without the master key', async () => {
    const { sites, store } = await openRegistry();
    const site = await make(sites);
    const { secretKey } = currentKeys(site, NOW);
    const rows = JSON.stringify(await store.listRecords('sites', '', null, 10));
    const idKey = site.idKey.export().toString('base64');
    expect(findCanaries(Buffer.from(rows), writeNeedles([secretKey, idKey]))).toEqual([]);
    expect(rows).toContain('wk_');
  });

  it('says so where there is no such site', async () => {
    const { sites } = await openRegistry();
    for (const outcome of [await sites.change('x', {}), await sites.rotateKeys('x')])
      expect(outcome).toMatchObject({ code: 'unknown_site', at: 'site' });
    expect([sites.byWriteKey(''), sites.bySecretKey('')]).toMatchObject([
      { code: 'missing_key' },
      { code: 'missing_key' },
    ]);
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect([sites.get(name), sites.byWriteKey(name).ok]).toEqual([undefined, false]);
  });
});

describe('the settings of a site', () => {
  it.each([
    [{ timezone: 'Mars/Phobos' }],
    [{ currency: 'ABC' }],
    [{ policy: 'everything' }],
    [{ sessionGapMinutes: 0 }],
    [{ sessionGapMinutes: 241 }],
    [{ serverConsent: { marketing: true } }],
    [{ postsPerSecondPerKey: 0 }],
    [{ name: '' }],
    [{ name: 'ann@example.com' }],
    [{ colour: 'red' }],
  ])('are refused: %j', (settings) => {
    expect(siteSettingsSchema.safeParse(settings).success).toBe(false);
  });

  it('take a currency in any case, and a part of themselves', () => {
    expect(siteSettingsSchema.parse({ currency: 'nzd' })).toEqual({ currency: 'NZD' });
  });

  it.each(['A', 'a_b', '-a', 'x'.repeat(41), '', 'a b'])('know no short name like "%s"', (site) => {
    expect(newSiteSchema.safeParse({ name: 'X', site }).success).toBe(false);
  });
});

describe('the audit log', () => {
  it('keeps every act of a site, in order, page by page, also those of one millisecond', async () => {
    const { store, clock, keys } = await openRegistry();
    const audit = createAuditLog(store, clock, keys);
    for (let n = 0; n < 5; n += 1) {
      await audit.write('st_one', { act: `act ${n}`, by: 'operator' });
      await audit.write('st_two', { act: 'other', by: 'operator' });
      await clock.moveTo(clock.now() + 1);
    }
    await Promise.all(
      Array.from({ length: 5 }, () => audit.write('st_one', { act: 'same', by: 'engine', detail: { n: 1 } })),
    );
    const first = await audit.list('st_one', null, 7);
    const rest = await audit.list('st_one', first.at(-1)?.key ?? null, 100);
    const acts = [...first, ...rest].map(({ line }) => line.act);
    expect(acts).toEqual([
      'act 0',
      'act 1',
      'act 2',
      'act 3',
      'act 4',
      'same',
      'same',
      'same',
      'same',
      'same',
    ]);
    expect(first[0]?.line).toEqual({ act: 'act 0', by: 'operator', time: NOW });
  });
});

describe('changes of sites that come at once', () => {
  it('give one short name to one site', async () => {
    const { sites, open } = await openRegistry();
    const request = newSiteSchema.parse({ name: 'Red Shoes', site: 'red' });
    const [one, two] = await Promise.all([sites.create(request), sites.create(request)]);
    expect([one.ok, two]).toMatchObject([true, { code: 'conflict' }]);
    expect((await open()).get('red')?.siteId).toBe(one.ok && one.value.siteId);
  });

  it('keep what each of them did', async () => {
    const { sites, clock, open } = await openRegistry();
    await make(sites);
    const [rotated] = await Promise.all([
      sites.rotateKeys('red-shoes'),
      sites.change('red-shoes', { policy: 'session' }),
      sites.change('red-shoes', { currency: 'USD' }),
    ]);
    const { secretKey } = currentKeys((rotated as { value: Site }).value, clock.now());
    const kept = (await open()).bySecretKey(secretKey);
    expect(kept).toMatchObject({ ok: true, value: { settings: { policy: 'session', currency: 'USD' } } });
  });
});

import { describe, expect, it, onTestFinished } from 'vitest';
import type { CanaryResult } from '../../../../../apps/server/cli/prove/canary.ts';
import type { Proof } from '../../../../../apps/server/cli/prove/drawing.ts';
import { judgeCanary } from '../../../../../apps/server/cli/prove/verdict.ts';
import { deviceVisitor } from '../../../../../core/identity/hash.ts';
import { makeDataFolder } from '../../../../support/data-folder.ts';
import { openHook } from '../../../../support/hook-receiver.ts';
import { NOON, serve } from '../../../../support/served.ts';
import { createSite } from '../../../../support/sites.ts';
import { until } from '../../../../support/until.ts';
import { makeTerminal, stoppedClock, type } from '../support.ts';

const HOUR = 3_600_000;
const DEVICE = 'd0'.repeat(16);

/** A shop of some days: a salt that came and went, somebody erased, one told of and one held back. */
async function openShop() {
  const dataDir = makeDataFolder();
  const served = await serve({ dataDir, env: { INKLING_WEBHOOK_PRIVATE_HOSTS: 'loopback' } });
  const site = await createSite(served, { site: 'shop' });
  const hook = await openHook();
  await site.ask('PUT', '/v1/segments/viewers', { name: 'Viewers', when: { event: 'Product Viewed' } });
  await site.ask('PUT', '/v1/webhooks/crm', { url: hook.url, types: ['notice'] });
  await served.engine.segments.idle();
  const item = (i: string) => ({
    i,
    n: 'Product Viewed',
    t: served.clock.now(),
    p: { product_id: 'p1' },
    u: '/p',
  });
  await site.collect({ s: served.clock.now(), e: [item('of the day')] });
  await served.clock.leapTo(NOON + 48 * HOUR + 60_000);
  await served.jobs.run('salts');
  await served.jobs.run('retention');
  const now = served.clock.now();
  const c = { analytics: true, personalization: true, share: true, at: now };
  await site.collect({ s: now, dev: DEVICE, c, e: [item('told')] });
  await hook.arrived(1);
  const other = 'd1'.repeat(16);
  const said = { device: other, purposes: { analytics: true, share: false }, source: 'banner' };
  await site.ask('POST', '/v1/consent', said);
  await site.collect({
    s: now,
    dev: other,
    c: { analytics: true, share: false, at: now },
    e: [item('held')],
  });
  const { siteId } = served.sites.get('shop') ?? {};
  const heldBack = async () => {
    const [line] = await served.deliveries.egress.read(siteId as never);
    return (line?.heldBack.consent ?? 0) > 0;
  };
  await until(heldBack);
  const idKey = served.sites.get('shop')?.idKey;
  const visitor = idKey && deviceVisitor(idKey, DEVICE);
  await site.ask('POST', '/v1/erasures', { visitor });
  return { served, dataDir, now };
}

const proofOf = ({ json }: { readonly json: unknown }) => json as Proof;
const failing = (proof: Proof) => proof.findings.filter(({ holds }) => !holds).map(({ about }) => about);

describe('prove', () => {
  it('shows what a running server has on record, and ends with 1 where a promise was not kept', async () => {
    const { served, dataDir, now } = await openShop();
    const terminal = makeTerminal({ DATA_DIR: dataDir }, stoppedClock(now));
    const told = await type('prove --site shop --no-canary', terminal);
    const proof = proofOf(told);
    expect([told.exit, failing(proof), proof.holds]).toEqual([0, [], true]);
    const [site] = proof.sites;
    expect(site?.salts.destroyed).toEqual([
      {
        day: '2026-01-05',
        createdAt: new Date(NOON).toISOString(),
        destroyedAt: expect.stringMatching(/^2026-01-07T12/),
      },
    ]);
    expect(site?.egress).toMatchObject([
      { day: '2026-01-07', destination: 'webhook:crm', purpose: 'share', sent: 1, heldBack: { consent: 1 } },
    ]);
    expect(site?.retention.classes.map(({ name, ranAt }) => [name, ranAt?.slice(0, 10)])).toContainEqual([
      'raw events',
      '2026-01-07',
    ]);
    expect(site?.erasures).toMatchObject({ count: 1, open: 0, receipts: [{ by: 'secret key' }] });
    expect(site?.keys.map(({ key, days }) => [key, days])).toContainEqual(['secret', 2]);
    for (const words of ['webhook:crm', '2026-01-07 12:', 'Not proven:', 'the trial was left out'])
      expect(told.text).toContain(words);
    expect(Math.max(...told.text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);

    // Nobody destroys a salt, and keeps a term, while nothing runs.
    await served.stop();
    const later = makeTerminal({ DATA_DIR: dataDir }, stoppedClock(now + 70 * HOUR));
    const late = await type('prove --site shop --no-canary', later);
    expect([late.exit, failing(proofOf(late))]).toEqual([1, ['retention']]);
    expect(late.text).toContain('NO retention, shop: no run for more than two days. Run `inkling retain`');
  });

  it('plants, erases and searches in an installation of its own', async () => {
    const dataDir = makeDataFolder();
    await (await serve({ dataDir })).stop();
    const told = await type('prove', makeTerminal({ DATA_DIR: dataDir }, stoppedClock(NOON)));
    const { canary, findings } = proofOf(told);
    expect([told.exit, findings.filter(({ holds }) => !holds)]).toEqual([0, []]);
    expect(canary).toMatchObject({
      marks: 6,
      before: { marks: 0 },
      after: { marks: 0, ids: 0 },
      sent: { found: 0 },
      removedAgain: 0,
      isKnownAfter: false,
    });
    expect(canary?.ids).toBeGreaterThan(2);
    expect(canary?.before.ids).toBe(canary?.ids);
    expect(canary?.sent.bodies).toBeGreaterThan(0);
    expect(canary?.doors).toContain('POST /v1/collect');
    expect(JSON.stringify(canary)).not.toMatch(/canary\.|[0-9a-f]{32}/);
  });

  it('is refused for a site that is not there', async () => {
    const dataDir = makeDataFolder();
    const served = await serve({ dataDir });
    onTestFinished(served.stop);
    const told = await type('prove --site nobody --no-canary', makeTerminal({ DATA_DIR: dataDir }));
    expect([told.exit, told.isFault]).toEqual([1, true]);
  });
});

const SOUND: CanaryResult = {
  requests: 3,
  doors: ['POST /v1/collect'],
  marks: 6,
  ids: 2,
  before: { files: 3, bytes: 9, marks: 0, ids: 2, where: ['inkling.db'] },
  after: { files: 3, bytes: 9, marks: 0, ids: 0, where: [] },
  tookMs: 5,
  sent: { bodies: 1, found: 0 },
  log: { bytes: 10, found: false },
  removed: { entries: 4 },
  removedAgain: 0,
  isKnownAfter: false,
};

describe('what came of the trial', () => {
  it.each<readonly [string, Partial<CanaryResult>]>([
    ['a search that sees nothing', { before: { ...SOUND.before, ids: 1 } }],
    ['a raw text on disk', { before: { ...SOUND.before, marks: 1 } }],
    ['an id that is left', { after: { ...SOUND.after, ids: 1 }, tookMs: null }],
    ['a text that is left', { after: { ...SOUND.after, marks: 1 }, tookMs: null }],
    ['something that was sent', { sent: { bodies: 1, found: 1 } }],
    ['something in the log', { log: { bytes: 10, found: true } }],
    ['an erasure that counts nothing', { removed: {} }],
    ['one that counts again', { removedAgain: 1 }],
    ['somebody who is known afterwards', { isKnownAfter: true }],
  ])('does not hold: %s', (_, more) => {
    const wrong = judgeCanary({ ...SOUND, ...more }).filter(({ holds }) => !holds);
    expect(wrong.map(({ about, cure }) => [about, cure !== null])).toEqual([['canary', true]]);
    expect(judgeCanary(SOUND).every(({ holds }) => holds)).toBe(true);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SiteId } from '../../../core/entry.ts';
import { InklingError } from '../../../core/errors.ts';
import type { Clock } from '../../../core/ports.ts';
import { type ConnectedShop, connectShop, installShop } from '../../support/shopify/connected-shop.ts';
import { postOfPage } from '../../support/shopify/pages.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('a shop that the app has left', () => {
  let connected: ConnectedShop;
  beforeEach(async () => {
    connected = await installShop();
  });
  afterEach(() => connected.stop());

  const later = (ms: number) => connected.served.clock.leapTo(connected.served.clock.now() + ms);
  const load = async () => {
    const body = postOfPage(connected.served.clock.now(), [['Page Viewed']]);
    return (await connected.proxy('v1/collect', { body })).status;
  };
  const isSite = () => connected.served.sites.list().some(({ platform }) => platform === 'shopify');
  const rowOf = (collection: string, key: string, site = connected.site().siteId) =>
    connected.served.store.getRecord(collection, site, key);
  /** When it left, as the shop's row has it, and whether a token is kept. */
  const leftAs = async () => {
    const row = await rowOf('platform-installs', `shopify:${connected.shop.domain}`, '' as SiteId);
    const { uninstalledAt } = row as { readonly uninstalledAt: number | null };
    return {
      hasLeft: uninstalledAt !== null,
      hasToken: (await rowOf('platform-tokens', 'shopify')) !== undefined,
    };
  };
  const GONE = { hasLeft: true, hasToken: false };
  const failDeletes = () =>
    vi
      .spyOn(connected.served.store, 'deleteRecord')
      .mockRejectedValue(new InklingError('store_unavailable', 'store', 'full', 'make room'));
  const lastStatus = () => connected.shop.webhooks.sent.at(-1)?.status;
  const withoutUninstall = () =>
    connected.shop.webhooks.release((all) => all.filter(({ topic }) => topic !== 'app/uninstalled'));

  it('and comes back to is not taken away by the word of it, which first comes now', async () => {
    const { siteId } = connected.site();
    connected.shop.webhooks.hold();
    await connected.shop.uninstall();
    await later(60_000);
    connected.shop.install();
    // The token from before looks good to us; Shopify refuses it, and the page looks again.
    for (let looks = 0; looks < 2; looks += 1) await connected.admin('GET', '/setup');
    await connected.shop.webhooks.release();
    expect(lastStatus()).toBe(200);
    expect([await load(), connected.site().siteId]).toEqual([200, siteId]);
    expect(connected.shop.state.pixel?.settings).toContain(connected.site().writeKey);
    const { body } = await connected.admin('GET', '/setup');
    expect(body.items).toContainEqual(expect.objectContaining({ key: 'installation', state: 'done' }));
  });

  it('is not there again for a page of the admin that was left open, whose session lasts a minute longer', async () => {
    await connected.shop.uninstall();
    expect((await connected.admin('GET', '/setup')).status).toBe(401);
    expect(await load()).toBe(404);
    connected.shop.install();
    expect((await connected.admin('GET', '/setup')).status).toBe(200);
    expect(await load()).toBe(200);
    const lines = await connected.served.engine.audit.list(connected.site().siteId as never, null, 100);
    expect(lines.map(({ line }) => line.act).filter((act) => act.startsWith('app '))).toEqual([
      'app installed',
      'app uninstalled',
      'app installed',
    ]);
  });

  it('keeps no token, also where it was broken off before that and Shopify tells of it again', async () => {
    expect(await leftAs()).toEqual({ hasLeft: false, hasToken: true });
    failDeletes();
    await connected.shop.uninstall();
    vi.restoreAllMocks();
    expect(lastStatus()).toBe(503);
    await connected.shop.webhooks.retry();
    expect([lastStatus(), await leftAs()]).toEqual([200, GONE]);
  });

  it('is not back for an open page of the admin, where the word of it broke off and comes again', async () => {
    failDeletes();
    await connected.shop.uninstall();
    vi.restoreAllMocks();
    expect([lastStatus(), await leftAs()]).toEqual([503, { hasLeft: true, hasToken: true }]);
    await later(1_000);
    expect((await connected.admin('GET', '/v1/segments')).status).toBe(401);
    await connected.shop.webhooks.retry();
    expect([lastStatus(), await leftAs(), await load()]).toEqual([200, GONE, 404]);
  });

  it('is not back for an open page of the admin, while what is of no use any more is still being cleared', async () => {
    const { store } = connected.served;
    const [list, begun, cleared] = [
      store.listRecords.bind(store),
      Promise.withResolvers<void>(),
      Promise.withResolvers<void>(),
    ];
    vi.spyOn(store, 'listRecords').mockImplementation(async (...asked) => {
      if (asked[0] !== 'platform-written') return list(...asked);
      begun.resolve();
      await cleared.promise;
      return list(...asked);
    });
    const leaving = connected.shop.uninstall();
    await begun.promise;
    expect(await leftAs()).toEqual(GONE);
    expect((await connected.admin('GET', '/v1/segments')).status).toBe(401);
    cleared.resolve();
    await leaving;
    vi.restoreAllMocks();
    expect([lastStatus(), await leftAs(), await load()]).toEqual([200, GONE, 404]);
    expect((await connected.admin('GET', '/v1/segments')).status).toBe(401);
  });

  it('is not back for a token that Shopify gave before it left, and that arrives after the word of it', async () => {
    await connected.served.store.deleteRecord('platform-tokens', connected.site().siteId, 'shopify');
    const ask = connected.shop.fetch;
    vi.spyOn(connected.shop, 'fetch').mockImplementationOnce(async (...asked) => {
      const given = await ask(...asked);
      await connected.shop.uninstall();
      return given;
    });
    expect((await connected.admin('GET', '/v1/segments')).status).toBe(401);
    vi.restoreAllMocks();
    expect([lastStatus(), await leftAs(), await load()]).toEqual([200, GONE, 404]);
  });

  it('and comes back to begins anew, also where the word that it left broke off and comes once more', async () => {
    expect((await connected.admin('POST', '/setup/scores', { on: true })).status).toBe(200);
    const chosen = () => rowOf('platform-write-out', 'choices');
    failDeletes();
    await connected.shop.uninstall();
    vi.restoreAllMocks();
    expect([lastStatus(), await chosen()]).toEqual([503, expect.anything()]);
    await later(60_000);
    connected.shop.install();
    expect((await connected.admin('GET', '/setup')).status).toBe(200);
    expect(await chosen()).toBeUndefined();
    await connected.shop.webhooks.retry();
    expect([lastStatus(), await load()]).toEqual([200, 200]);
  });

  it('is forgotten two days later, though nobody heard that it left', async () => {
    connected.shop.webhooks.hold();
    await connected.shop.uninstall();
    await withoutUninstall();
    await later(2 * DAY_MS);
    await connected.shop.acts.redactShop();
    expect([lastStatus(), isSite()]).toEqual([200, false]);
  });

  it('is not forgotten while Shopify cannot be asked, and is once it can', async () => {
    connected.shop.webhooks.hold();
    await connected.shop.uninstall();
    await withoutUninstall();
    connected.shop.faults.next('unavailable');
    await connected.shop.acts.redactShop();
    expect([lastStatus(), isSite()]).toEqual([503, true]);
    await connected.shop.webhooks.retry();
    expect([lastStatus(), isSite()]).toEqual([200, false]);
  });

  it('in which it is again is not forgotten', async () => {
    await connected.shop.uninstall();
    await later(HOUR_MS);
    connected.shop.install();
    await connected.admin('GET', '/setup');
    await connected.shop.acts.redactShop();
    expect([lastStatus(), isSite(), await load()]).toEqual([200, true, 200]);
  });
});

describe('a shop of which Shopify tells by another clock than ours', () => {
  let connected: ConnectedShop;
  afterEach(() => connected.stop());

  async function open(aheadMs: number): Promise<void> {
    let ours: Pick<Clock, 'now'> = { now: Date.now };
    const now = () => ours.now() + aheadMs;
    const after: Clock['after'] = (...asked) => connected.served.clock.after(...asked);
    connected = await connectShop({ clock: { now, after } });
    ours = connected.served.clock;
    connected.shop.install();
    expect(await look()).toBe(200);
  }
  const later = (ms: number) => connected.served.clock.moveTo(connected.served.clock.now() + ms);
  /** With a session that holds by both clocks. */
  const look = async () => {
    const at = Math.floor(Date.now() / 1_000);
    const session = connected.shop.sessionToken({ iat: at - 60, nbf: at - 60, exp: at + 60 });
    return (await connected.admin('GET', '/setup', undefined, session)).status;
  };
  const load = async () =>
    (
      await connected.proxy('v1/collect', {
        body: postOfPage(connected.served.clock.now(), [['Page Viewed']]),
      })
    ).status;

  it('stays where it came back to, though the late word of an uninstall is from the future', async () => {
    await open(30_000);
    connected.shop.webhooks.hold();
    await connected.shop.uninstall();
    await later(10_000);
    connected.shop.install();
    for (let looks = 0; looks < 2; looks += 1) await look();
    await connected.shop.webhooks.release();
    expect(connected.shop.webhooks.sent.at(-1)?.status).toBe(200);
    expect(await load()).toBe(200);
  });

  it('is left where it was uninstalled, though by its clock that was before it was installed by ours', async () => {
    await open(-30_000);
    await later(10_000);
    await connected.shop.uninstall();
    expect([await load(), await look()]).toEqual([404, 401]);
  });
});

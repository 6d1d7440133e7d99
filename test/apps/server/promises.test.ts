import { describe, expect, it, onTestFinished } from 'vitest';
import { DATA_MAP } from '../../../core/privacy/data-map.ts';
import { serve } from '../../support/served.ts';
import { createSite } from '../../support/sites.ts';

const DAY_MS = 86_400_000;

async function openShop() {
  const served = await serve();
  onTestFinished(() => served.stop());
  return { served, site: await createSite(served, { site: 'shop' }) };
}

const ids = (body: object): readonly string[] =>
  (body as { items: { id: string }[] }).items.map(({ id }) => id);

describe('the promises of a site', () => {
  it('name every class of the data map, with the terms of this site', async () => {
    const { site } = await openShop();
    await site.ask('PATCH', '/v1/sites/shop', { eventDays: 30 });
    const { body } = await site.ask('GET', '/v1/privacy');
    const held = body.held as { what: string; terms: { days: number }[] }[];
    expect(held.map(({ what }) => what)).toEqual(DATA_MAP.map(({ what }) => what));
    expect(held.find(({ what }) => what === 'events')?.terms).toMatchObject([
      { name: 'raw events', setting: 'eventDays', days: 30 },
    ]);
    expect(body).toMatchObject({ policy: 'session', k: 10 });
  });

  it('are counted before they are kept: a dry run changes nothing and is no act', async () => {
    const { served, site } = await openShop();
    await site.ingest([{ id: 'e1', name: 'Order Completed', time: served.clock.now(), properties: {} }]);
    await served.clock.moveTo(served.clock.now() + 2 * DAY_MS);
    await site.ask('PATCH', '/v1/sites/shop', { eventDays: 1 });
    const run = async (dryRun: boolean) =>
      (await site.ask('POST', '/v1/privacy/retention', { dryRun })).body.classes as {
        name: string;
        count: number;
      }[];
    const events = (classes: Awaited<ReturnType<typeof run>>) =>
      classes.find(({ name }) => name === 'raw events')?.count;
    const acts = async () => ((await site.ask('GET', '/v1/audit')).body.items as { act: string }[]).length;
    const before = await acts();
    const dry = [events(await run(true)), events(await run(true))];
    expect([await acts(), ...dry]).toEqual([before, 1, 1]);
    expect([events(await run(false)), events(await run(true))]).toEqual([1, 0]);
    expect(await acts()).toBe(before + 1);
  });

  it('are shown as kept or not, of this site alone', async () => {
    const { served, site } = await openShop();
    await createSite(served, { site: 'other' });
    const { body } = await site.ask('GET', '/v1/privacy/proof');
    expect(body).toMatchObject({ site: 'shop', erasures: { count: 0 }, retention: { lastRun: null } });
    const findings = body.findings as { about: string; holds: boolean; site: string }[];
    expect(findings.map(({ holds, site: own }) => [holds, own])).toEqual(findings.map(() => [true, 'shop']));
    expect(findings.map(({ about }) => about)).toContain('erasures');
  });
});

describe('receipts', () => {
  it('are listed newest first, page by page', async () => {
    const { served, site } = await openShop();
    const made: string[] = [];
    for (const userId of ['one', 'two', 'three']) {
      made.unshift(String((await site.ask('POST', '/v1/erasures', { userId })).body.id));
      await served.clock.moveTo(served.clock.now() + 1_000);
    }
    const first = await site.ask('GET', '/v1/erasures?limit=2');
    const rest = await site.ask('GET', `/v1/erasures?limit=2&cursor=${String(first.body.next)}`);
    expect([...ids(first.body), ...ids(rest.body)]).toEqual(made);
    expect(rest.body.next).toBeNull();
  });
});

describe('the audit log', () => {
  it('is read from either end, and from no other', async () => {
    const { site } = await openShop();
    for (const sessionGapMinutes of [10, 20])
      await site.ask('PATCH', '/v1/sites/shop', { sessionGapMinutes });
    await site.ask('PATCH', '/v1/sites/shop', { name: 'Other' });
    const read = async (query: string) =>
      ((await site.ask('GET', `/v1/audit${query}`)).body.items as { detail: unknown }[]).map(
        ({ detail }) => detail,
      );
    const oldest = await read('');
    expect(oldest.at(-1)).toEqual(['name']);
    expect(await read('?order=newest')).toEqual(oldest.toReversed());
    expect((await site.ask('GET', '/v1/audit?order=odd')).body.error).toMatchObject({ at: 'order' });
  });
});

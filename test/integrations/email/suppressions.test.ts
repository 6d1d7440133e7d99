import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSite } from '../../support/sites.ts';
import { type MailWorld, openMailWorld, type Reader } from './world.ts';

let world: MailWorld;
beforeAll(async () => {
  world = await openMailWorld();
});
afterAll(() => world.stop());

const put = (email: string, more: object = {}) =>
  world.site.ask('PUT', '/v1/suppressions', { email, ...more });
const lift = (body: object) => world.site.ask('DELETE', '/v1/suppressions', body);
const list = (query = '') => world.site.ask('GET', `/v1/suppressions${query}`);
const canReach = ({ visitor }: Reader) => world.channel.canReach(world.siteId, visitor);

describe('the suppression list', () => {
  it('keeps mail back from an address, of which it shows a hash alone', async () => {
    const ann = await world.reader();
    const { status, body } = await put(` ${ann.email.toUpperCase()} `);
    expect([status, body]).toMatchObject([200, { key: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
    expect(await canReach(ann)).toBe(false);
    const shown = JSON.stringify((await list()).body);
    expect(shown).toContain(String(body.key));
    expect(shown).not.toContain(ann.email);
    expect(shown).not.toContain(ann.visitor);
  });

  it.each(['manual', 'bounced'])('gives back what is %s, by address and by key', async (reason) => {
    const ann = await world.reader();
    const { key } = (await put(ann.email, { reason })).body;
    expect((await lift({ email: ann.email })).body).toEqual({ lifted: key });
    expect(await canReach(ann)).toBe(true);
    await put(ann.email, { reason });
    expect((await lift({ key })).status).toBe(200);
    expect(await canReach(ann)).toBe(true);
    expect((await lift({ key })).status).toBe(404);
  });

  it.each(['unsubscribed', 'complained'])(
    'gives nothing back that was %s, bounced or not',
    async (reason) => {
      const ann = await world.reader();
      await put(ann.email, { reason });
      await put(ann.email, { reason: 'bounced' });
      const { status, body } = await lift({ email: ann.email });
      expect([status, body.error]).toMatchObject([
        409,
        { code: 'own_choice', hint: expect.stringContaining('consent') },
      ]);
      expect(await canReach(ann)).toBe(false);
    },
  );

  it('is read page by page, each mailbox once with all its reasons', async () => {
    const site = await createSite(world.served, { name: 'Many' });
    const ask = (body: object) => site.ask('PUT', '/v1/suppressions', body);
    for (const email of ['a@example.com', 'b@example.com', 'c@example.com'])
      for (const reason of ['bounced', 'unsubscribed', 'manual']) await ask({ email, reason });
    const seen: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await site.ask('GET', `/v1/suppressions?limit=2${cursor}`);
      seen.push(...(body.items as unknown[]));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(seen).toHaveLength(3);
    for (const one of seen) expect(Object.keys((one as { reasons: object }).reasons)).toHaveLength(3);
  });

  it('of one site is no other site’s', async () => {
    const other = await createSite(world.served, { name: 'Other' });
    const ann = await world.reader();
    await other.ask('PUT', '/v1/suppressions', { email: ann.email });
    expect(await canReach(ann)).toBe(true);
  });

  it('stands when the reader is erased', async () => {
    const ann = await world.reader();
    await put(ann.email, { reason: 'unsubscribed' });
    await world.site.ask('POST', '/v1/erasures', { email: ann.email });
    await world.served.clock.moveTo(world.served.clock.now() + 1_000);
    await world.subscribe(ann.email, { source: 'server' });
    expect(await canReach(ann)).toBe(false);
  });

  it.each(['ann', 'Ann <ann@example.com>', 'ann@example.com\nBcc: x@y.example'])(
    'refuses %j without repeating it',
    async (email) => {
      const { status, body } = await put(email);
      expect([status, JSON.stringify(body).includes('ann')]).toEqual([400, false]);
    },
  );
});

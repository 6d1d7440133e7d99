import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnswerBody, openDoors, type Sender, type TestSite } from '../support/sites.ts';
import {
  DAY,
  device,
  entriesOf,
  eventsOf,
  find,
  GRANTED,
  HOUR,
  item,
  MINUTE,
  openWorld,
  profileOf,
  visitorsOf,
  type World,
} from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld(Date.UTC(2026, 0, 14, 12));
});
afterAll(() => world.stop());

/** What the tracker's identity file makes of an id. */
function innerHash(site: TestSite, id: string): string {
  return createHmac('sha256', site.siteId).update(id.trim().toLowerCase().normalize('NFC')).digest('hex');
}

/** What the site's backend adds to vouch for it. */
function proofOf(site: TestSite, inner: string): string {
  return createHmac('sha256', site.secretKey).update(inner).digest('hex');
}

const said = (atMs: number) => ({ ...GRANTED, at: atMs, source: 'banner' });

/** A post of a device that allowed it long ago; answered in full. */
async function post(
  site: TestSite,
  dev: string,
  items: readonly AnswerBody[],
  more: AnswerBody = {},
  sender: Sender = {},
) {
  const now = world.now();
  const { status, body } = await site.collect(
    { s: now, dev, c: said(now - 60 * DAY), e: items, ...more },
    sender,
  );
  expect(status).toBe(200);
  return body;
}

async function logIn(site: TestSite, dev: string, id: string, isProved = false): Promise<AnswerBody> {
  const h = innerHash(site, id);
  const pr = isProved ? { pr: proofOf(site, h) } : {};
  return post(site, dev, [item('Signed In', world.now())], { h, ...pr });
}

/** The demo shop's drawer, as a browser with this device id asks for it. */
async function whatIsShownTo(dev: string): Promise<string> {
  const answer = await fetch(`${world.app.url}/shop/held`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ device: dev }),
  });
  return answer.text();
}

const namesOf = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id);

describe('a visitor who logs in (acceptance 18)', () => {
  it('is one person with everything of all devices: the union of the events, nothing counted twice', async () => {
    const site = await world.site();
    const now = world.now();
    for (const [n, dev] of [device(1), device(2)].entries()) {
      await post(site, dev, [
        item('Product Viewed', now - 3 * HOUR, { i: `v${n}` }),
        item('Order Completed', now - 2 * HOUR, { i: `order:${n}`, p: { order_id: `${n}`, revenue: 10.1 } }),
        item('Product Viewed', now - HOUR, { i: 'seen-by-both' }),
      ]);
    }
    expect((await profileOf(site, { device: device(1) })).events?.count).toBe(3);
    await logIn(site, device(1), 'Ann@Example.com ');
    await logIn(site, device(2), 'ann@example.com');
    await logIn(site, device(2), 'ann@example.com');
    const person = await profileOf(site, { email: ' ANN@example.com' });
    expect(person.events?.count).toBe(2 + 2 + 1 + 3);
    expect(person.orders).toMatchObject({ frequency: 2, monetary: 20.2 });
    for (const named of [{ device: device(1) }, { device: device(2) }])
      expect(await profileOf(site, named)).toEqual(person);
    expect(await visitorsOf(site)).toEqual([person.visitor]);
  });

  it('is the same person whichever came first: the events, the log-in, or the other device', async () => {
    const site = await world.site();
    const now = world.now();
    const acts = [
      (dev: string, n: number) => post(site, dev, [item('Product Viewed', now - 2 * HOUR, { i: `a${n}` })]),
      (dev: string, n: number) => post(site, dev, [], { h: innerHash(site, `u${n}`) }),
      (_: string, n: number) =>
        post(site, device(900 + n), [item('Product Added', now - HOUR, { i: `b${n}` })], {
          h: innerHash(site, `u${n}`),
        }),
      (_: string, n: number) =>
        site.ingest([
          {
            id: `c${n}`,
            name: 'Order Completed',
            userId: `u${n}`,
            consent: GRANTED,
            time: now - MINUTE,
            properties: { order_id: `o${n}`, revenue: 3 },
          },
        ]),
    ];
    const told = [];
    const orders = [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [1, 0, 3, 2],
      [2, 3, 0, 1],
      [1, 3, 2, 0],
      [3, 0, 2, 1],
    ];
    for (const [n, order] of orders.entries()) {
      for (const act of order) await acts[act]?.(device(100 + n), n);
      const { visitor: _, consent: __, ...profile } = await profileOf(site, { userId: `u${n}` });
      told.push(profile);
    }
    for (const one of told) expect(one).toEqual(told[0]);
    expect(told[0]).toMatchObject({ events: { count: 3 }, orders: { frequency: 1 } });
  });

  it('answers under every old id with the one profile', async () => {
    const site = await world.site();
    await post(site, device(1), [item('Page Viewed', world.now() - 5)]);
    const [before = ''] = await visitorsOf(site);
    await logIn(site, device(1), 'u1');
    const person = await find(site, { userId: 'u1' });
    expect(person).not.toBe(before);
    expect((await profileOf(site, { visitor: before })).visitor).toBe(person);
    expect(namesOf(await entriesOf(site, { visitor: before }))).toEqual(
      namesOf(await entriesOf(site, { userId: 'u1' })),
    );
  });

  it('is known by an address and by a number alike, once a server said that they are one', async () => {
    const site = await world.site();
    const consent = GRANTED;
    await site.ingest([
      { id: 'm', name: 'Email Opened', email: 'ann@example.com', consent, time: world.now() - HOUR },
      { id: 'n', name: 'Page Viewed', userId: '77', consent, time: world.now() - HOUR },
    ]);
    expect((await visitorsOf(site)).length).toBe(2);
    await site.ingest([
      { id: 'o', name: 'Page Viewed', userId: '77', email: 'ann@example.com', consent, time: world.now() },
    ]);
    expect((await profileOf(site, { email: 'ann@example.com' })).events?.count).toBe(3);
    expect(await find(site, { email: 'ann@example.com' })).toBe(await find(site, { userId: '77' }));
  });

  it('brings what the page did before consent, and nothing of the day unless the consent text says so', async () => {
    for (const linksWholeDay of [false, true]) {
      const site = await world.site({ linksWholeDay });
      const now = world.now();
      const [earlier, here] = ['a'.repeat(32), 'b'.repeat(32)];
      const sender = { ip: '203.0.113.9' };
      await site.collect(
        { s: now, pg: earlier, e: [item('Page Viewed', now - 9_000, { i: 'earlier' })] },
        sender,
      );
      await site.collect({ s: now, pg: here, e: [item('Page Viewed', now - 8_000, { i: 'here' })] }, sender);
      const c = { ...GRANTED, at: now, source: 'banner' };
      await site.collect(
        { s: now, pg: here, dev: device(1), c, e: [item('Page Viewed', now, { i: 'after' })] },
        sender,
      );
      const ids = namesOf(await eventsOf(site, { device: device(1) }));
      expect(ids).toEqual(linksWholeDay ? ['earlier', 'here', 'after'] : ['here', 'after']);
    }
  });
});

describe('guards of links (acceptance 19)', () => {
  it('a shared device is divided at each log-in: what came before the first belongs to the first', async () => {
    const site = await world.site();
    await post(site, device(1), [item('Page Viewed', world.now(), { i: 'before' })]);
    for (const [person, id] of [
      ['ann', 'as-ann'],
      ['ben', 'as-ben'],
      ['ann', 'as-ann-again'],
    ] as const) {
      await world.pass(HOUR);
      await post(site, device(1), [item('Page Viewed', world.now(), { i: id })], {
        h: innerHash(site, person),
      });
    }
    expect(namesOf(await eventsOf(site, { userId: 'ann' }))).toEqual(['before', 'as-ann', 'as-ann-again']);
    expect(namesOf(await eventsOf(site, { userId: 'ben' }))).toEqual(['as-ben']);
    expect(await find(site, { userId: 'ann' })).not.toBe(await find(site, { userId: 'ben' }));
  });

  it('a reset ends the time of a person: what follows is the device’s own', async () => {
    const site = await world.site();
    await logIn(site, device(1), 'ann');
    await world.pass(MINUTE);
    await post(site, device(1), [item('Signed Out', world.now(), { i: 'out' })], {
      h: innerHash(site, 'ann'),
    });
    await world.pass(MINUTE);
    await post(site, device(1), [item('Page Viewed', world.now(), { i: 'own' })]);
    expect(namesOf(await eventsOf(site, { userId: 'ann' }))).toContain('out');
    expect(namesOf(await eventsOf(site, { userId: 'ann' }))).not.toContain('own');
    expect(namesOf(await eventsOf(site, { device: device(1) }))).toEqual(['own']);
  });

  it.each(['', 'null', 'undefined', '0', '-1', 'unknown', 'guest', 'test@example.com', ' NULL ', 'Guest'])(
    '"%s" names nobody, raw or hashed, by page or by server',
    async (id) => {
      const site = await world.site();
      const inner = innerHash(site, id);
      for (const dev of [device(1), device(2)])
        await post(site, dev, [item('Page Viewed', world.now())], { h: inner });
      await site.ingest([
        { id: 's1', name: 'Page Viewed', userId: id, device: device(3), consent: GRANTED },
        { id: 's2', name: 'Page Viewed', email: id, device: device(4), consent: GRANTED },
        { id: 's3', name: 'Page Viewed', inner, device: device(5), consent: GRANTED },
        { id: 's4', name: 'Page Viewed', userId: id, consent: GRANTED },
      ]);
      expect((await visitorsOf(site)).length).toBe(5);
      for (const named of [{ userId: id }, { email: id }]) expect(await find(site, named)).toBeNull();
      for (let n = 1; n <= 5; n += 1)
        expect((await entriesOf(site, { device: device(n) })).filter(({ type }) => type === 'link')).toEqual(
          [],
        );
    },
  );

  it('a person has at most 20 devices in 30 days: the next one stays on its own, and 30 days later one more may come', async () => {
    const site = await world.site();
    for (let n = 1; n <= 21; n += 1)
      await post(site, device(n), [item('Page Viewed', world.now(), { i: `d${n}` })], {
        h: innerHash(site, 'ann'),
      });
    const ids = namesOf(await eventsOf(site, { userId: 'ann' }));
    expect(ids).toHaveLength(20);
    const left = Array.from({ length: 21 }, (_, n) => `d${n + 1}`).find((id) => !ids.includes(id));
    const alone = device(Number(left?.slice(1)));
    expect(namesOf(await eventsOf(site, { device: alone }))).toEqual([left]);
  });

  it('a browser’s claim adds to the person and is shown nothing of them; proved, it is', async () => {
    const site: TestSite = { site: 'demo', ...world.app.demo, ...openDoors(world.app.url, world.app.demo) };
    const now = world.now();
    const order = { order_id: '1', revenue: 99 };
    await site.ingest([
      {
        id: 'secret',
        name: 'Order Completed',
        userId: 'ann',
        consent: GRANTED,
        time: now - DAY,
        properties: order,
      },
      {
        id: 'elsewhere',
        name: 'Wishlist Shared',
        device: device(9),
        userId: 'ann',
        consent: GRANTED,
        time: now - HOUR,
      },
    ]);
    expect(await logIn(site, device(1), 'ann')).toEqual({ accepted: 1, refused: [], do: [] });
    await post(site, device(1), [item('Page Viewed', now, { i: 'own', u: '/shop/own-page' })], {
      h: innerHash(site, 'ann'),
    });
    expect((await profileOf(site, { userId: 'ann' })).events?.count).toBe(4);
    const shown = await whatIsShownTo(device(1));
    expect(shown).toContain('/shop/own-page');
    expect(shown).not.toMatch(/order|wishlist/i);

    await logIn(site, device(2), 'ann', true);
    expect(await whatIsShownTo(device(2))).toMatch(/order/i);
  });

  it('a claim grants no consent for the person’s other devices; a proved log-in speaks with the person’s own voice', async () => {
    const site = await world.site();
    const now = world.now();
    await site.ingest([
      {
        id: 'deny',
        name: 'Page Viewed',
        userId: 'ann',
        consent: { analytics: true, share: false },
        time: now - DAY,
      },
    ]);
    await logIn(site, device(1), 'ann');
    await site.collect({
      s: now,
      dev: device(1),
      h: innerHash(site, 'ann'),
      c: { ...GRANTED, share: true, at: now },
      e: [],
    });
    expect((await profileOf(site, { userId: 'ann' })).consent.share?.allowed).toBe(false);
    await world.pass(MINUTE);
    await logIn(site, device(1), 'ann', true);
    await world.pass(MINUTE);
    const proved = { h: innerHash(site, 'ann'), pr: proofOf(site, innerHash(site, 'ann')) };
    await site.collect({
      s: world.now(),
      dev: device(1),
      ...proved,
      c: { ...GRANTED, share: true, at: world.now() },
      e: [],
    });
    expect((await profileOf(site, { userId: 'ann' })).consent.share?.allowed).toBe(true);
  });

  it('believes no proof but the one of the site’s own secret key', async () => {
    const site = await world.site();
    const h = innerHash(site, 'ann');
    const wrong = [
      '',
      'ab'.repeat(32),
      createHmac('sha256', site.writeKey).update(h).digest('hex'),
      proofOf(site, innerHash(site, 'ben')),
    ];
    for (const [n, pr] of wrong.entries())
      await post(site, device(n + 1), [item('Page Viewed', world.now())], { h, pr });
    const links = (await entriesOf(site, { userId: 'ann' })).filter(({ type }) => type === 'link');
    expect(links).toHaveLength(wrong.length);
    expect(links.filter(({ properties }) => properties.proved === true)).toEqual([]);
  });
});

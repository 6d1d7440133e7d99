import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decisionEntryId } from '../../../core/decisions/decision-entries.ts';
import type { Entry, LoggedEntry } from '../../../core/entry.ts';
import type { Outgoing } from '../../../core/ports.ts';
import { DESKTOP } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { CART_MAIL, type MailWorld, openMailWorld, type Reader } from './world.ts';

let world: MailWorld;
beforeAll(async () => {
  world = await openMailWorld();
});
afterAll(() => world.stop());

const DECIDED = { campaign: 'left-cart', version: 2, arm: 'a', channel: 'email' };

/** A mail of a decision that is in the log, and what its links are. */
async function openMail(more: Partial<Outgoing> = {}): Promise<{
  reader: Reader;
  id: string;
  links: readonly string[];
  pixel: string | undefined;
}> {
  const reader = await world.reader();
  const { id } = world.message(reader.visitor);
  const now = world.served.clock.now();
  const entry: Entry = {
    site: world.siteId,
    id: decisionEntryId(id),
    type: 'decision',
    name: 'chosen',
    t: now,
    receivedAt: now,
    visitor: reader.visitor,
    source: 'server',
    properties: { decision: id, ...DECIDED },
  };
  await world.served.engine.append([entry]);
  const { text, html } = await world.receive(reader, { ...more, id });
  const links = text.match(/\S+\/c\/[\w-]+/g) ?? [];
  return { reader, id, links, pixel: /src="([^"]+\/o\/[\w-]+)"/.exec(html)?.[1] };
}

const follow = (url = '', headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
  fetch(url, { method, redirect: 'manual', headers: { 'user-agent': DESKTOP, ...headers } });

const reactions = async ({ visitor }: Reader): Promise<readonly LoggedEntry[]> =>
  world.served.store.readVisitor(world.siteId, [visitor], { types: ['exposure'] });

describe('a link in a mail', () => {
  it('leads to where the merchant said, whatever is written behind it', async () => {
    const { links } = await openMail();
    const [product, cart] = await Promise.all(links.map((link) => follow(link)));
    expect([product?.status, product?.headers.get('location')]).toEqual([302, 'https://shop.example/p/1']);
    expect(cart?.headers.get('location')).toBe('https://shop.example/cart?from=mail');
    const pushed = await follow(`${links[0]}?to=https://evil.example&url=//evil.example`);
    expect(pushed.headers.get('location')).toBe('https://shop.example/p/1');
    expect(pushed.headers.get('set-cookie')).toBeNull();
    expect(pushed.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('counts once for a mail, however many of its links are followed, and keeps nothing of who did', async () => {
    const { reader, id, links } = await openMail();
    const at = world.served.clock.now();
    await follow(links[0]);
    await until(async () => (await reactions(reader)).length > 0);
    await world.served.clock.moveTo(at + 5_000);
    await follow(links[0]);
    await follow(links[1]);
    const next = await openMail();
    await follow(next.links[0]);
    await until(async () => (await reactions(next.reader)).length > 0);
    const [clicked, ...others] = await reactions(reader);
    expect(others).toEqual([]);
    expect(clicked).toMatchObject({ type: 'exposure', name: 'clicked', t: at, source: 'email' });
    expect(clicked?.properties).toEqual({ decision: id, ...DECIDED });
    expect(clicked?.context).toBeUndefined();
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['a program that checks links', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }, 'GET'],
    ['a program without a name', { 'user-agent': '' }, 'GET'],
    ['a look ahead', { 'sec-purpose': 'prefetch' }, 'GET'],
    ['an older look ahead', { purpose: 'prefetch' }, 'GET'],
    ['a question for the head', {}, 'HEAD'],
    ['a reader with Global Privacy Control', { 'sec-gpc': '1' }, 'GET'],
  ])('leads %s on, and does not count', async (_, headers, method) => {
    const { reader, links } = await openMail();
    expect((await follow(links[0], headers, method)).headers.get('location')).toBe(
      'https://shop.example/p/1',
    );
    const counted = await openMail();
    await follow(counted.links[0]);
    await until(async () => (await reactions(counted.reader)).length > 0);
    expect(await reactions(reader)).toEqual([]);
  });

  it('honours Do Not Track where the site does', async () => {
    const { reader, links } = await openMail();
    await world.site.ask('PATCH', `/v1/sites/${world.site.site}`, { honoursDoNotTrack: true });
    await follow(links[0], { dnt: '1' });
    await world.site.ask('PATCH', `/v1/sites/${world.site.site}`, { honoursDoNotTrack: false });
    expect(await reactions(reader)).toEqual([]);
    await follow(links[0], { dnt: '1' });
    await until(async () => (await reactions(reader)).length === 1);
  });

  it('does not count for a reader who declined to be counted since', async () => {
    const { reader, links } = await openMail();
    await world.served.clock.moveTo(world.served.clock.now() + 1_000);
    const purposes = { analytics: false };
    await world.site.ask('POST', '/v1/consent', { email: reader.email, purposes, source: 'page' });
    expect((await follow(links[0])).status).toBe(302);
    const counted = await openMail();
    await follow(counted.links[0]);
    await until(async () => (await reactions(counted.reader)).length > 0);
    expect(await reactions(reader)).toEqual([]);
  });

  it('of a mail whose decision was erased still leads on', async () => {
    const { reader, links } = await openMail();
    await world.site.ask('POST', '/v1/erasures', { visitor: reader.visitor });
    expect((await follow(links[0])).status).toBe(302);
    expect(await reactions(reader)).toEqual([]);
  });

  it('that was never made leads nowhere', async () => {
    const { links } = await openMail();
    for (const path of ['/c/x', `/c/${'A'.repeat(100)}`, '/o/x'])
      expect([path, (await follow(world.served.url + path)).status]).toEqual([path, 404]);
    expect((await follow(links[0], {}, 'POST')).status).toBe(405);
  });

  it('has the parameters that the merchant set, and keeps those it has', async () => {
    expect((await follow((await openMail()).links[1])).headers.get('location')).not.toContain('utm_');
    await world.site.ask('PATCH', '/v1/mail', { utm: { source: 'inkling', medium: 'email' } });
    const action = { label: 'Go', url: 'https://shop.example/cart?from=mail&utm_medium=letter' };
    const { links } = await openMail({ treatment: { ...CART_MAIL, action } });
    const target = new URL((await follow(links[1])).headers.get('location') ?? '');
    await world.site.ask('PATCH', '/v1/mail', { utm: null });
    expect(Object.fromEntries(target.searchParams)).toEqual({
      from: 'mail',
      utm_source: 'inkling',
      utm_medium: 'letter',
      utm_campaign: 'left-cart',
    });
  });
});

describe('the picture that tells of opening', () => {
  it('is a point that counts once, where the site switched it on', async () => {
    expect((await openMail()).pixel).toBeUndefined();
    await world.site.ask('PATCH', '/v1/mail', { openPixel: true });
    const { reader, pixel } = await openMail();
    await world.site.ask('PATCH', '/v1/mail', { openPixel: false });
    const answer = await follow(pixel);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/gif']);
    await until(async () => (await reactions(reader)).length > 0);
    await follow(pixel);
    expect((await reactions(reader)).map(({ name }) => name)).toEqual(['opened']);
  });
});

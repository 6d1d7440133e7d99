import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calm, type MailWorld, openMailWorld, type Reader } from './world.ts';

let world: MailWorld;
beforeAll(async () => {
  world = await openMailWorld();
});
afterAll(() => world.stop());

const ONE_CLICK = 'List-Unsubscribe=One-Click';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Somebody who got a mail, and the address in it that unsubscribes. */
async function openReader(): Promise<Reader & { readonly url: string }> {
  const reader = await world.reader();
  await world.served.clock.moveTo(world.served.clock.now() + 1_000);
  const { headers } = await world.receive(reader);
  return { ...reader, url: headers.get('list-unsubscribe')?.slice(1, -1) ?? '' };
}

const post = (url: string, body: string | FormData = ONE_CLICK) =>
  fetch(url, { method: 'POST', body, ...(typeof body === 'string' && { headers: FORM }) });

const canReach = ({ visitor }: Reader) => world.channel.canReach(world.siteId, visitor);

async function readConsent({ visitor }: Reader) {
  const { items } = (await world.site.ask('GET', `/v1/visitors/${visitor}/events`)).body as {
    items: readonly { type: string; properties: object; source: string }[];
  };
  return items.filter(({ type }) => type === 'consent');
}

describe('one click in a mail program', () => {
  it('ends the mails at once, and stands in the log as the reader’s own choice', async () => {
    const ann = await openReader();
    expect((await post(ann.url)).status).toBe(200);
    expect(await canReach(ann)).toBe(false);
    expect(await world.channel.send(world.message(ann.visitor), calm())).toEqual({ kind: 'withheld' });
    const [, denial] = await readConsent(ann);
    expect(denial).toMatchObject({
      source: 'email',
      properties: { purposes: { contact: false }, source: 'unsubscribe' },
    });
  });

  it('is understood as a form in parts too', async () => {
    const ann = await openReader();
    const form = new FormData();
    form.set('List-Unsubscribe', 'One-Click');
    expect((await post(ann.url, form)).status).toBe(200);
    expect(await canReach(ann)).toBe(false);
  });

  it('is recorded once, however often it is made', async () => {
    const ann = await openReader();
    await post(ann.url);
    await world.served.clock.moveTo(world.served.clock.now() + 1_000);
    expect((await post(ann.url)).status).toBe(200);
    expect(await readConsent(ann)).toHaveLength(2);
  });

  it('keeps services that were asked for coming', async () => {
    const ann = await openReader();
    await post(ann.url);
    await world.receive(ann, { isTransactional: true });
  });

  it('brings nothing back of a reader who was erased, and holds all the same', async () => {
    const ann = await openReader();
    await world.site.ask('POST', '/v1/erasures', { email: ann.email });
    expect((await post(ann.url)).status).toBe(200);
    expect(await readConsent(ann)).toEqual([]);
    await world.served.clock.moveTo(world.served.clock.now() + 1_000);
    await world.subscribe(ann.email, { source: 'server' });
    expect(await canReach(ann)).toBe(false);
  });

  it('is taken back by a later consent of the reader, but by none that a server repeats', async () => {
    const ann = await openReader();
    await post(ann.url);
    const later = async (source: string) => {
      await world.served.clock.moveTo(world.served.clock.now() + 1_000);
      await world.subscribe(ann.email, { source });
      return canReach(ann);
    };
    expect(await later('server')).toBe(false);
    expect(await later('double-opt-in')).toBe(true);
    await post(ann.url);
    expect(await canReach(ann)).toBe(false);
  });
});

describe('the page behind the link', () => {
  it('asks with one button in the language of the mail, and changes nothing by being looked at', async () => {
    await world.site.ask('PATCH', '/v1/mail', { language: 'de', fromName: 'Reiher' });
    const ann = await openReader();
    for (const method of ['GET', 'HEAD']) expect((await fetch(ann.url, { method })).status).toBe(200);
    const page = await (await fetch(ann.url)).text();
    expect(page).toContain('<html lang="de" dir="ltr">');
    expect(page).toContain('Keine E-Mails von Reiher mehr erhalten?');
    expect(page.match(/<button/g)).toHaveLength(1);
    expect(page).not.toMatch(/<script|<a |<img|http/);
    expect(await canReach(ann)).toBe(true);
    const done = await post(ann.url);
    expect(await done.text()).toContain('Sie sind abgemeldet');
    await world.site.ask('PATCH', '/v1/mail', { language: 'en', fromName: null });
  });

  it('is told to nobody, kept by nobody, and can load nothing', async () => {
    const { headers } = await fetch((await openReader()).url);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toBe('noindex');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('set-cookie')).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['something else', 'List-Unsubscribe=Yes'],
    ['far too much', `${ONE_CLICK}&a=${'x'.repeat(10_000)}`],
  ])('asks again after a post that says %s', async (_, body) => {
    const ann = await openReader();
    const answer = await post(ann.url, body);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<button')]);
    expect(await canReach(ann)).toBe(true);
  });

  it('says the same of every link that is none, and changes nothing', async () => {
    const ann = await openReader();
    const token = ann.url.slice(ann.url.lastIndexOf('/') + 1);
    const turned = (token[20] === 'A' ? 'B' : 'A') + token.slice(21);
    const click = /\/c\/([\w-]+)/.exec((await world.receive(ann)).text)?.[1];
    const said = new Set<string>();
    for (const wrong of [
      token.slice(0, 20) + turned,
      token.slice(0, -4),
      'x',
      'x'.repeat(9_000),
      click,
      '%E0%A4',
    ]) {
      for (const method of ['GET', 'POST']) {
        const body = method === 'POST' ? { body: ONE_CLICK, headers: FORM } : {};
        const answer = await fetch(`${world.served.url}/u/${wrong}`, { method, ...body });
        expect([wrong, answer.status]).toEqual([wrong, 404]);
        if (answer.headers.get('content-type')?.startsWith('text/html')) said.add(await answer.text());
      }
    }
    expect(said.size).toBe(1);
    expect(await canReach(ann)).toBe(true);
  });

  it('takes no other method', async () => {
    const { url } = await openReader();
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(405);
  });
});

describe('a link', () => {
  it('shows neither whom it is for nor where it leads, and is never the same twice', async () => {
    const ann = await world.reader();
    const mails = [await world.receive(ann), await world.receive(ann)];
    const tokens = mails.flatMap(({ text }) =>
      [...text.matchAll(/\/[cu]\/([\w-]+)/g)].map(([, token = '']) => token),
    );
    expect(new Set(tokens).size).toBe(tokens.length);
    for (const token of tokens) {
      const bytes = Buffer.from(token, 'base64url').toString('latin1');
      for (const known of [ann.email, ann.visitor, world.siteId, 'shop.example'])
        expect(bytes).not.toContain(known);
    }
  });

  it('still works when the keys of the site were rotated and years have passed', async () => {
    const ann = await openReader();
    await world.served.sites.rotateKeys(world.site.site, { overlapMs: 0 });
    await world.served.clock.leapTo(world.served.clock.now() + 3 * 365 * 86_400_000);
    expect((await post(ann.url)).status).toBe(200);
    expect(await canReach(ann)).toBe(false);
  });
});

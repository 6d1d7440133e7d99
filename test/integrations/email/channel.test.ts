import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LONGEST_MS } from '../../../integrations/email/transport.ts';
import { keepSilentAt, refuseAt } from '../../support/mailbox.ts';
import { CART_MAIL, calm, type MailWorld, openMailWorld, type Reader } from './world.ts';

let world: MailWorld;
beforeAll(async () => {
  world = await openMailWorld();
});
afterAll(() => world.stop());
afterEach(() => world.mailbox.react(() => null));

describe('a mail', () => {
  it('arrives with its texts, its products and a way out', async () => {
    const ann = await world.reader();
    expect(await world.channel.send(world.message(ann.visitor), calm())).toEqual({ kind: 'sent' });
    const mail = await world.mailbox.waitFor(({ to }) => to.includes(ann.email));
    expect(mail.from).toBe('post@heron.example');
    expect(mail.subject).toBe('Still thinking it over?');
    expect(mail.headers.get('from')).toBe('Heron Shop <post@heron.example>');
    expect(mail.headers.get('to')).toBe(ann.email);
    for (const part of [mail.text, mail.html]) {
      for (const said of [
        'Your cart is waiting',
        'you left something in your cart.',
        '€19.90',
        '1 Reed Lane',
        'Unsubscribe',
      ])
        expect(part).toContain(said);
      expect(part).toContain(`${world.served.url}/c/`);
      expect(part).toContain(`${world.served.url}/u/`);
      expect(part).not.toContain('shop.example');
    }
  });

  it('has headers that say what it is, by RFC 8058 and RFC 3834, and nothing of its reader', async () => {
    const ann = await world.reader();
    const id = 'd1'.repeat(16);
    const { headers, names } = await world.receive(ann, { id });
    const unsubscribe = /^<(https?:\/\/[^\s<>]+\/u\/[\w-]{40,})>$/.exec(
      headers.get('list-unsubscribe') ?? '',
    );
    expect(unsubscribe).not.toBeNull();
    expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(headers.get('message-id')).toMatch(/^<[0-9a-f]{32}@heron\.example>$/);
    expect(headers.get('message-id')).toContain(headers.get('x-entity-ref-id'));
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(headers.get('feedback-id')).toBe(`left-cart:${world.siteId}:email:inkling`);
    expect(headers.get('date')).toBe(
      new Date(world.served.clock.now()).toUTCString().replace('GMT', '+0000'),
    );
    expect(names).not.toContain('X-Mailer');
    const all = [...headers].filter(([name]) => name !== 'to').join('\n');
    for (const secret of [ann.email, ann.visitor, id]) expect(all).not.toContain(secret);
  });

  it('names the same message the next time, also after a restart that forgot it was sent', async () => {
    const ann = await world.reader();
    const message = world.message(ann.visitor);
    world.mailbox.react(refuseAt('data', 451, 'try later'));
    expect(await world.channel.send(message, calm())).toMatchObject({ kind: 'failed' });
    world.mailbox.react(() => null);
    const first = await world.receive(ann, { id: message.id });
    await world.served.store.removeVisitor(world.siteId, [ann.visitor]);
    await world.subscribe(ann.email);
    const second = await world.receive(ann, { id: message.id });
    expect(second.headers.get('message-id')).toBe(first.headers.get('message-id'));
  });

  it('is in the reader’s language where it is written in it, else in the site’s', async () => {
    const [ann, ben] = [await world.reader(), await world.reader()];
    await world.site.ask('PATCH', '/v1/mail', { language: 'de' });
    const properties = { locale: 'en_GB' };
    await world.site.ingest([{ id: 't1', name: 'Traits Updated', email: ann.email, properties }]);
    const [english, german] = [await world.receive(ann), await world.receive(ben)];
    await world.site.ask('PATCH', '/v1/mail', { language: 'en' });
    expect([english.subject, german.subject]).toEqual(['Still thinking it over?', 'Noch am Überlegen?']);
    expect(german.html).toContain('<html lang="de" dir="ltr">');
    expect(german.text).toContain('19,90\u00a0€');
    expect(german.text).toContain('Abbestellen:');
  });

  it('carries no header and no markup that somebody wrote into its texts', async () => {
    const ann = await world.reader();
    const evil = '</title><script>alert(1)</script>" onload="x';
    const treatment = {
      ...CART_MAIL,
      subject: 'Hello\r\nBcc: eve@example.com\r\n\r\n<b>',
      heading: evil,
      action: { label: evil, url: 'javascript:alert(1)' },
    };
    const products = [
      {
        product: 'p',
        title: evil,
        url: 'javascript:alert(1)',
        image: 'data:text/html,x',
        price: 1,
        currency: 'EUR',
      },
      {
        product: 'q',
        title: 'Q',
        url: 'https://shop.example/"><script>',
        image: 'https://shop.example/"onerror="x',
      },
    ];
    const { headers, html, to, subject } = await world.receive(ann, { treatment, products });
    expect([to, headers.has('bcc'), subject]).toEqual([[ann.email], false, 'Hello Bcc: eve@example.com <b>']);
    expect(html).not.toMatch(/<script|javascript:|data:text| onload="x"| onerror="x"/i);
    expect(html).toContain('&lt;script&gt;');
  });

  it('has neither a picture that tells nor a way out when it is a service that was asked for', async () => {
    const { headers, html } = await world.receive(await world.reader(), { isTransactional: true });
    expect(headers.has('list-unsubscribe')).toBe(false);
    expect(html).not.toContain('/u/');
    expect(html).not.toMatch(/<img|\/o\//);
  });

  it('tells that it was opened only where the site switched that on', async () => {
    await world.site.ask('PATCH', '/v1/mail', { openPixel: true });
    const { html } = await world.receive(await world.reader());
    await world.site.ask('PATCH', '/v1/mail', { openPixel: false });
    expect(html).toContain(`<img src="${world.served.url}/o/`);
  });
});

describe('the answer of the mail server', () => {
  let ann: Reader;
  const send = async () => {
    ann = await world.reader();
    return world.channel.send(world.message(ann.visitor), calm());
  };
  const canReach = () => world.channel.canReach(world.siteId, ann.visitor);

  it.each([
    ['recipient', 450, '4.2.1 greylisted', false],
    ['data', 421, 'closing', false],
    ['from', 550, '5.7.1 sender is not allowed', true],
    ['data', 554, '5.7.1 looks like spam', true],
    ['recipient', 550, '5.7.1 relaying denied', true],
    ['recipient', 550, 'relay not permitted', true],
    ['recipient', 552, '5.2.2 mailbox full', true],
  ] as const)('%s %i %s is tried again, slowly: %s', async (stage, code, text, isSlow) => {
    world.mailbox.react(refuseAt(stage, code, text));
    const reason = expect.stringMatching(new RegExp(`^the mail server answered ${code}( \\d\\.\\d\\.\\d)?$`));
    expect(await send()).toEqual({ kind: 'failed', reason, isSlow, retryAfterMs: null });
    expect(await canReach()).toBe(true);
  });

  it.each([
    [550, '5.1.1 no such user here'],
    [553, '5.1.3 bad address'],
    [550, '5.2.1 mailbox disabled'],
    [550, 'no such user here'],
  ])('%i %s ends it, and nothing is sent there any more', async (code, text) => {
    world.mailbox.react(refuseAt('recipient', code, text));
    expect(await send()).toEqual({ kind: 'withheld' });
    expect(await canReach()).toBe(false);
    world.mailbox.react(() => null);
    const before = world.mailbox.asked.from;
    expect(await world.channel.send(world.message(ann.visitor), calm())).toEqual({ kind: 'withheld' });
    expect(world.mailbox.asked.from).toBe(before);
  });

  it('is waited for only so long', async () => {
    world.mailbox.react(keepSilentAt('recipient'));
    const reached = world.mailbox.reached('recipient');
    const sending = send();
    await reached;
    await world.served.clock.moveTo(world.served.clock.now() + LONGEST_MS);
    expect(await sending).toMatchObject({
      kind: 'failed',
      isSlow: false,
      reason: expect.stringContaining('too long'),
    });
  });

  it('that never comes, for nobody is there, is tried again', async () => {
    const alone = await openMailWorld({ INKLING_SMTP_URL: 'smtp://127.0.0.1:9' });
    const { visitor } = await alone.reader();
    expect(await alone.channel.send(alone.message(visitor), calm())).toMatchObject({
      kind: 'failed',
      isSlow: false,
    });
    await alone.stop();
  });
});

describe('a site that has not said who it is', () => {
  it('sends nothing, and is told what is missing', async () => {
    const { visitor } = await world.reader();
    expect(await world.channel.findLack(world.siteId, false)).toBeNull();
    await world.site.ask('PATCH', '/v1/mail', { postalAddress: null });
    expect(await world.channel.findLack(world.siteId, false)).toContain('postalAddress');
    expect(await world.channel.send(world.message(visitor), calm())).toMatchObject({
      kind: 'failed',
      isSlow: true,
    });
    expect(await world.channel.findLack(world.siteId, true)).toBeNull();
  });
});

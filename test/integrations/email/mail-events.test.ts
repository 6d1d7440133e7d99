import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoggedEntry } from '../../../core/entry.ts';
import { findCanaries, writeNeedles } from '../../support/canary.ts';
import { type MailWorld, openMailWorld, type Reader } from './world.ts';

let world: MailWorld;
beforeAll(async () => {
  world = await openMailWorld();
  await world.site.ask('PATCH', '/v1/mail', { services: { mailgun: { signingKey: KEY } } });
});
afterAll(() => world.stop());

const KEY = 'signing-key-1';

let count = 0;
const told = (type: string, email: string, more: object = {}) => {
  count += 1;
  return { id: `e${count}`, type, email, at: new Date(world.served.clock.now()).toISOString(), ...more };
};
const tell = (...events: readonly object[]) => world.site.ask('POST', '/v1/email-events', { events });
const canReach = ({ visitor }: Reader) => world.channel.canReach(world.siteId, visitor);
const entriesOf = ({ visitor }: Reader, type: 'event' | 'consent'): Promise<readonly LoggedEntry[]> =>
  world.served.store.readVisitor(world.siteId, [visitor], { types: [type] });

/** As Mailgun posts it: no bearer, the site's public key in the address. */
async function tellByMailgun(data: object, key = KEY, path = '/v1/email-events/mailgun') {
  const timestamp = String(Math.floor(world.served.clock.now() / 1_000));
  const signature = createHmac('sha256', key).update(`${timestamp}t`).digest('hex');
  const body = JSON.stringify({ signature: { timestamp, token: 't', signature }, 'event-data': data });
  const answer = await fetch(`${world.served.url}${path}?k=${world.site.writeKey}`, { method: 'POST', body });
  return {
    status: answer.status,
    body: (await answer.json()) as { error?: { code: string }; accepted?: number },
  };
}

describe('what happened to a mail', () => {
  it('is heard from SendGrid too, which posts a list', async () => {
    const ann = await world.reader();
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    await world.site.ask('PATCH', '/v1/mail', { services: { sendgrid: { publicKey: key } } });
    const timestamp = String(Math.floor(world.served.clock.now() / 1_000));
    const events = [{ sg_event_id: 's1', event: 'open', timestamp: Number(timestamp), email: ann.email }];
    const body = JSON.stringify(events);
    const headers = {
      'x-twilio-email-event-webhook-signature': sign(
        'sha256',
        Buffer.from(`${timestamp}${body}`),
        privateKey,
      ).toString('base64'),
      'x-twilio-email-event-webhook-timestamp': timestamp,
    };
    const address = `${world.served.url}/v1/email-events/sendgrid?k=${world.site.writeKey}`;
    const answer = await fetch(address, { method: 'POST', headers, body });
    expect([answer.status, await answer.json()]).toEqual([200, { accepted: 1 }]);
    expect((await entriesOf(ann, 'event')).map(({ name }) => name)).toEqual(['Email Opened']);
  });

  it('is an event of its reader, in the words of the Segment Spec', async () => {
    const ann = await world.reader();
    const messageId = (await world.receive(ann)).headers.get('message-id') ?? '';
    const url = 'https://shop.example/sale';
    const answer = await tell(
      told('opened', ann.email, { messageId }),
      told('clicked', ann.email.toUpperCase(), { url, messageId }),
    );
    expect(answer.body).toEqual({ accepted: 2 });
    const events = (await entriesOf(ann, 'event')).toSorted((a, b) => (a.name < b.name ? 1 : -1));
    expect(events.map(({ name, source }) => [name, source])).toEqual([
      ['Email Opened', 'email'],
      ['Email Link Clicked', 'email'],
    ]);
    expect(events.map(({ properties }) => properties)).toEqual([
      { email_id: messageId.slice(1, 33) },
      { email_id: messageId.slice(1, 33), link_url: url },
    ]);
  });

  it('counts once, however often it is told', async () => {
    const ann = await world.reader();
    const opened = told('opened', ann.email);
    await tell(opened);
    await tell(opened, { ...opened });
    expect(await entriesOf(ann, 'event')).toHaveLength(1);
  });

  it('that two services call by one name are two things', async () => {
    const ann = await world.reader();
    const at = world.served.clock.now();
    await tell({ ...told('opened', ann.email), id: 'same' });
    await tellByMailgun({ id: 'same', event: 'opened', timestamp: at / 1_000, recipient: ann.email });
    expect(await entriesOf(ann, 'event')).toHaveLength(2);
  });

  it('is told of our own links without where they lead', async () => {
    const ann = await world.reader();
    await tell(told('clicked', ann.email, { url: `${world.served.url}/c/abc` }));
    expect((await entriesOf(ann, 'event'))[0]?.properties).toEqual({});
  });

  it.each(['bounced', 'complained', 'unsubscribed'])('keeps mail back when it %s', async (type) => {
    const ann = await world.reader();
    await world.served.clock.moveTo(world.served.clock.now() + 1_000);
    expect(await canReach(ann)).toBe(true);
    await tell(told(type, ` ${ann.email.toUpperCase()}`));
    expect(await canReach(ann)).toBe(false);
    const denials = (await entriesOf(ann, 'consent')).filter(({ name }) => name === 'Consent Denied');
    expect(denials).toHaveLength(type === 'bounced' ? 0 : 1);
  });

  it('is refused where it is no event, and nothing of it is repeated', async () => {
    const { status, body } = await tell(told('forwarded', 'ann@example.com'));
    expect([status, JSON.stringify(body).includes('ann@')]).toEqual([400, false]);
  });
});

describe('a mail service', () => {
  it('is believed by its signature, for the site in its address', async () => {
    const ann = await world.reader();
    const data = {
      id: 'm1',
      event: 'complained',
      timestamp: world.served.clock.now() / 1_000,
      recipient: ann.email,
    };
    expect(await tellByMailgun(data, 'another key')).toMatchObject({
      status: 401,
      body: { error: { code: 'unknown_key' } },
    });
    expect(await canReach(ann)).toBe(true);
    expect(await tellByMailgun(data)).toEqual({ status: 200, body: { accepted: 1 } });
    expect(await canReach(ann)).toBe(false);
  });

  it('is not believed before the site has said by what', async () => {
    const answer = await tellByMailgun({}, KEY, '/v1/email-events/postmark');
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'not_available' } } });
  });

  it('that nobody knows is refused', async () => {
    expect(await tellByMailgun({}, KEY, '/v1/email-events/pigeon')).toMatchObject({ status: 404 });
  });

  it('may tell what nobody knows yet', async () => {
    expect(await tellByMailgun({ id: 'x', event: 'forwarded' })).toEqual({
      status: 200,
      body: { accepted: 0 },
    });
  });
});

it('no address stands in the data folder, whatever was sent and told', async () => {
  const email = 'kaethe.canary@nest-example.org';
  const visitor = await world.subscribe(email);
  const messageId = (await world.receive({ email, visitor })).headers.get('message-id') ?? '';
  await world.site.ask('PATCH', '/v1/mail', { replyTo: email, from: email });
  for (const type of ['opened', 'clicked', 'bounced', 'complained', 'unsubscribed'])
    await tell(told(type, email, { messageId, url: `https://shop.example/?mail=${email}` }));
  await tell({ ...told('opened', email), id: email });
  await tellByMailgun({
    id: email,
    event: 'clicked',
    timestamp: 1_767_614_400,
    recipient: email,
    url: `https://x.example/${email}`,
  });
  await world.site.ask('PUT', '/v1/suppressions', { email });
  await world.site.ask('PATCH', '/v1/mail', { replyTo: null, from: null });
  const needles = writeNeedles([email, 'kaethe.canary', 'nest-example.org']);
  const files = readdirSync(world.served.dataDir, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const found = files.flatMap(({ parentPath, name }) =>
    findCanaries(readFileSync(join(parentPath, name)), needles),
  );
  expect([files.length > 0, found]).toEqual([true, []]);
});

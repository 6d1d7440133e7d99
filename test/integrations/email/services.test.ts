import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { mailgun } from '../../../integrations/email/services/mailgun.ts';
import { postmark } from '../../../integrations/email/services/postmark.ts';
import { sendgrid } from '../../../integrations/email/services/sendgrid.ts';
import type { MailService, ServicePost } from '../../../integrations/email/services/service.ts';
import { NOON } from '../../support/served.ts';

const NOTHING = { postmark: null, sendgrid: null, mailgun: null };
const SECONDS = NOON / 1_000;
const post = (body: unknown, headers: ServicePost['headers'] = {}, now = NOON): ServicePost => ({
  headers,
  bytes: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  body,
  now,
});

describe('SendGrid', () => {
  /** The reference vector of its own libraries. */
  const PUBLIC_KEY =
    'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==';
  const SIGNATURE =
    'MEUCIQCtIHJeH93Y+qpYeWrySphQgpNGNr/U+UyUlBkU6n7RAwIgJTz2C+8a8xonZGi6BpSzoQsbVRamr2nlxFDWYNH2j/0=';
  const TIMESTAMP = 1_588_788_367;
  const PAYLOAD = '{"category":"example_payload","event":"test_event","message_id":"message_id"}';
  const signed = (text = PAYLOAD, timestamp = TIMESTAMP, now = TIMESTAMP * 1_000) =>
    post(
      text,
      {
        'x-twilio-email-event-webhook-signature': SIGNATURE,
        'x-twilio-email-event-webhook-timestamp': String(timestamp),
      },
      now,
    );
  const secrets = { ...NOTHING, sendgrid: { publicKey: PUBLIC_KEY } };

  it('is believed by its signature over timestamp and body, for two days', () => {
    expect(sendgrid.isProven(signed(), secrets)).toBe(true);
    expect(sendgrid.isProven(signed(`${PAYLOAD} `), secrets)).toBe(false);
    expect(sendgrid.isProven(signed(PAYLOAD, TIMESTAMP + 1), secrets)).toBe(false);
    expect(sendgrid.isProven(signed(PAYLOAD, TIMESTAMP, (TIMESTAMP + 3 * 86_400) * 1_000), secrets)).toBe(
      false,
    );
    expect(sendgrid.isProven(post(PAYLOAD), secrets)).toBe(false);
    expect(sendgrid.isProven(signed(), { ...NOTHING, sendgrid: { publicKey: 'no key at all' } })).toBe(false);
    expect(sendgrid.isProven(signed(), NOTHING)).toBeNull();
  });

  it('is believed with a key of ours, and not with another', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const signature = sign('sha256', Buffer.from(`${SECONDS}[]`), privateKey).toString('base64');
    const headers = {
      'x-twilio-email-event-webhook-signature': signature,
      'x-twilio-email-event-webhook-timestamp': String(SECONDS),
    };
    expect(sendgrid.isProven(post('[]', headers), { ...NOTHING, sendgrid: { publicKey: key } })).toBe(true);
    expect(sendgrid.isProven(post('[]', headers), secrets)).toBe(false);
  });

  const event = (more: object) => ({
    email: 'ann@example.com',
    timestamp: SECONDS,
    sg_event_id: 'e1',
    ...more,
  });

  it.each([
    [{ event: 'delivered' }, 'Email Delivered', null],
    [{ event: 'open' }, 'Email Opened', null],
    [{ event: 'click', url: 'https://shop.example/' }, 'Email Link Clicked', null],
    [{ event: 'bounce', type: 'bounce' }, 'Email Bounced', 'bounced'],
    [{ event: 'bounce', type: 'blocked' }, 'Email Bounced', null],
    [{ event: 'spamreport' }, 'Email Marked as Spam', 'complained'],
    [{ event: 'unsubscribe' }, 'Unsubscribed', 'unsubscribed'],
    [{ event: 'group_unsubscribe' }, 'Unsubscribed', 'unsubscribed'],
  ])('tells %o as %s, which suppresses: %s', (more, name, suppress) => {
    expect(sendgrid.read([event(more)])).toMatchObject([
      { id: 'e1', name, suppress, at: NOON, address: 'ann@example.com' },
    ]);
  });

  it('leaves out what it does not know, what a machine opened and what is broken, not its neighbours', () => {
    const events = [
      event({ event: 'processed' }),
      event({ event: 'open', sg_machine_open: true }),
      { email: 1 },
      null,
      event({ event: 'constructor' }),
      event({ event: 'open', timestamp: 1e308 }),
    ];
    expect(sendgrid.read([...events, event({ event: 'open' })])).toHaveLength(1);
    expect(sendgrid.read({ event: 'open' })).toEqual([]);
  });
});

describe('Mailgun', () => {
  const signingKey = 'key-0123456789';
  const secrets = { ...NOTHING, mailgun: { signingKey } };
  const proof = (timestamp = String(SECONDS), key = signingKey) => ({
    timestamp,
    token: 'abc',
    signature: createHmac('sha256', key).update(`${timestamp}abc`).digest('hex'),
  });

  it('is believed by the signature of timestamp and token, for two days', () => {
    expect(mailgun.isProven(post({ signature: proof() }), secrets)).toBe(true);
    expect(mailgun.isProven(post({ signature: { ...proof(), timestamp: SECONDS } }), secrets)).toBe(true);
    expect(mailgun.isProven(post({ signature: { ...proof(), token: 'abd' } }), secrets)).toBe(false);
    expect(mailgun.isProven(post({ signature: proof(String(SECONDS), 'key-another') }), secrets)).toBe(false);
    expect(mailgun.isProven(post({ signature: proof(String(SECONDS - 3 * 86_400)) }), secrets)).toBe(false);
    expect(mailgun.isProven(post({ signature: proof('soon') }), secrets)).toBe(false);
    expect(mailgun.isProven(post({}), secrets)).toBe(false);
    expect(mailgun.isProven(post({ signature: proof() }), NOTHING)).toBeNull();
  });

  it.each([
    [{ event: 'delivered' }, 'Email Delivered', null],
    [{ event: 'opened', 'client-info': { bot: '' } }, 'Email Opened', null],
    [{ event: 'clicked', url: 'https://shop.example/' }, 'Email Link Clicked', null],
    [{ event: 'failed', severity: 'permanent', reason: 'bounce' }, 'Email Bounced', 'bounced'],
    [{ event: 'failed', severity: 'permanent', reason: 'old' }, 'Email Bounced', null],
    [{ event: 'complained' }, 'Email Marked as Spam', 'complained'],
    [{ event: 'unsubscribed' }, 'Unsubscribed', 'unsubscribed'],
  ])('tells %o as %s, which suppresses: %s', (more, name, suppress) => {
    const data = {
      id: 'e1',
      timestamp: SECONDS + 0.25,
      recipient: 'ann@example.com',
      message: { headers: { 'message-id': 'm1@heron.example' } },
      ...more,
    };
    expect(mailgun.read({ 'event-data': data })).toMatchObject([
      { id: 'e1', name, suppress, at: NOON + 250, address: 'ann@example.com', messageId: 'm1@heron.example' },
    ]);
  });

  it.each([
    [{ event: 'failed', severity: 'temporary', reason: 'bounce' }],
    [{ event: 'opened', 'client-info': { bot: 'apple' } }],
    [{ event: 'accepted' }],
    [{ event: 'opened', recipient: 7 }],
    [{ event: 'constructor' }],
    [{ event: 'opened', timestamp: 1e308 }],
  ])('leaves out %o', (more) => {
    const data = { id: 'e1', timestamp: SECONDS, recipient: 'ann@example.com', ...more };
    expect(mailgun.read({ 'event-data': data })).toEqual([]);
  });
});

describe('Postmark', () => {
  const secrets = { ...NOTHING, postmark: { user: 'inkling', password: 'pässword:1' } };
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

  it('is believed by the user and password of its address', () => {
    expect(postmark.isProven(post({}, basic('inkling:pässword:1')), secrets)).toBe(true);
    expect(postmark.isProven(post({}, basic('inkling:pässword:2')), secrets)).toBe(false);
    expect(postmark.isProven(post({}, {}), secrets)).toBe(false);
    expect(postmark.isProven(post({}, basic('inkling:pässword:1')), NOTHING)).toBeNull();
  });

  const time = new Date(NOON).toISOString();
  const change = {
    RecordType: 'SubscriptionChange',
    Recipient: 'ann@example.com',
    ChangedAt: time,
    SuppressSending: true,
  };

  it.each([
    [{ RecordType: 'Delivery', Recipient: 'ann@example.com', DeliveredAt: time }, 'Email Delivered', null],
    [{ RecordType: 'Open', Recipient: 'ann@example.com', ReceivedAt: time }, 'Email Opened', null],
    [
      {
        RecordType: 'Click',
        Recipient: 'ann@example.com',
        ReceivedAt: time,
        OriginalLink: 'https://shop.example/',
      },
      'Email Link Clicked',
      null,
    ],
    [
      { RecordType: 'Bounce', Type: 'HardBounce', Email: 'ann@example.com', BouncedAt: time },
      'Email Bounced',
      'bounced',
    ],
    [
      { RecordType: 'Bounce', Type: 'SoftBounce', Email: 'ann@example.com', BouncedAt: time },
      'Email Bounced',
      null,
    ],
    [
      { RecordType: 'SpamComplaint', Email: 'ann@example.com', BouncedAt: time },
      'Email Marked as Spam',
      'complained',
    ],
    [
      { ...change, SuppressionReason: 'ManualSuppression', Origin: 'Recipient', MessageID: null },
      'Unsubscribed',
      'unsubscribed',
    ],
  ])('tells %o as %s, which suppresses: %s', (record, name, suppress) => {
    expect(postmark.read(record)).toMatchObject([{ name, suppress, at: NOON, address: 'ann@example.com' }]);
  });

  it.each([
    [{ ...change, SuppressionReason: 'ManualSuppression', Origin: 'Customer' }],
    [{ ...change, SuppressionReason: 'HardBounce', Origin: 'Recipient' }],
    [{ ...change, SuppressSending: false, Origin: 'Recipient' }],
    [{ RecordType: 'Open', Recipient: 'ann@example.com', ReceivedAt: 'soon' }],
    [{ RecordType: 'Inbound', From: 'ann@example.com' }],
  ])('leaves out %o', (record) => {
    expect(postmark.read(record)).toEqual([]);
  });

  it('has one id for one thing that happened, without the address in it', () => {
    const record = { RecordType: 'Open', Recipient: 'ann@example.com', ReceivedAt: time, MessageID: 'm1' };
    const ids = [record, record, { ...record, MessageID: 'm2' }].map((one) => postmark.read(one)[0]?.id);
    expect([ids[0] === ids[1], ids[0] === ids[2], ids[0]?.includes('ann')]).toEqual([true, false, false]);
  });
});

it.each<[MailService]>([[sendgrid], [mailgun], [postmark]])('$name takes no body for granted', (service) => {
  for (const body of [null, [], {}, 'text', 7, [[]], { 'event-data': [] }, { RecordType: [] }])
    expect(service.read(body)).toEqual([]);
});

/** What mail services tell, and what becomes a mail. */

import { findBodyFault, MOST_DEPTH } from '../../../core/collect/json.ts';
import { readText } from '../../../integrations/email/language.ts';
import { mailSettingsSchema } from '../../../integrations/email/mail-settings.ts';
import { html } from '../../../integrations/email/markup.ts';
import { mailEventsSchema, readOwnEvents } from '../../../integrations/email/services/inkling.ts';
import { mailgun } from '../../../integrations/email/services/mailgun.ts';
import { postmark } from '../../../integrations/email/services/postmark.ts';
import { sendgrid } from '../../../integrations/email/services/sendgrid.ts';
import type { MailEvent, MailService } from '../../../integrations/email/services/service.ts';
import { orNone, type Parser, type Reading, taken } from '../examine.ts';

const NOW = 1_767_614_400;
const SECRETS = {
  mailgun: { signingKey: 'k' },
  postmark: { user: 'u', password: 'p' },
  sendgrid: { publicKey: 'MFkw' },
} as never;

/** Proof and content: neither may fall over the other's faults. */
function hear(service: MailService, body: unknown): Reading {
  const bytes = Buffer.from(JSON.stringify(body) ?? '');
  service.isProven({ headers: { authorization: 'Basic dTpw' }, bytes, body, now: NOW * 1_000 }, SECRETS);
  return taken(service.read(body).map(look));
}

function look(event: MailEvent): MailEvent {
  if (!Number.isFinite(event.at)) throw new Error('an event at no time');
  if (!/^(Email [A-Z]|Unsubscribed)/.test(event.name)) throw new Error('an event of no name');
  return event;
}

const TAGS = /<(?!\/?p>)|"(?=[^<]*>)/;

export const MAIL_PARSERS: readonly Parser[] = [
  {
    name: 'a post of Mailgun',
    covers: [],
    takes: 'value',
    samples: [
      {
        signature: { timestamp: String(NOW), token: 't', signature: 'ab' },
        'event-data': {
          ...{ id: 'm1', event: 'failed', severity: 'permanent', reason: 'bounce', timestamp: NOW + 0.5 },
          ...{
            recipient: 'a@b.example',
            url: 'https://a.example',
            message: { headers: { 'message-id': '<x@y>' } },
          },
        },
      },
    ],
    read: (body: unknown) => hear(mailgun, body),
  },
  {
    name: 'a post of Postmark',
    covers: [],
    takes: 'value',
    samples: [
      {
        RecordType: 'Bounce',
        MessageID: 'm',
        Email: 'a@b.example',
        BouncedAt: '2026-01-05T12:00:00Z',
        Type: 'HardBounce',
      },
      {
        RecordType: 'Click',
        Recipient: 'a@b.example',
        ReceivedAt: '2026-01-05T12:00:00Z',
        OriginalLink: 'https://a.example',
      },
    ],
    read: (body: unknown) => hear(postmark, body),
  },
  {
    name: 'a post of SendGrid',
    covers: [],
    takes: 'value',
    samples: [
      [
        { sg_event_id: 'e1', event: 'open', timestamp: NOW, email: 'a@b.example', sg_machine_open: false },
        { sg_event_id: 'e2', event: 'bounce', timestamp: NOW, email: 'a@b.example', type: 'blocked' },
      ],
    ],
    read: (body: unknown) => hear(sendgrid, body),
  },
  {
    name: 'a post of our own form',
    covers: ['integrations/email/services/inkling.ts readOwnEvents'],
    takes: 'value',
    samples: [
      {
        events: [
          { id: 'm1', type: 'opened', email: 'a@b.example', at: '2026-01-05T12:00:00+01:00', url: '/x' },
        ],
      },
    ],
    read: (body: unknown) => {
      if (findBodyFault(body, MOST_DEPTH) !== null) return orNone(null);
      const parsed = mailEventsSchema.safeParse(body);
      return parsed.success ? taken(readOwnEvents(parsed.data).map(look)) : orNone(null);
    },
  },
  {
    name: 'what a site says of its mail',
    covers: [],
    takes: 'value',
    samples: [
      {
        ...{ fromName: 'Heron', postalAddress: '1 Reed Lane', language: 'en', utm: { source: 'inkling' } },
        services: { mailgun: { signingKey: 'a-key-that-is-long' } },
      },
    ],
    read: (body: unknown) => {
      const parsed = mailSettingsSchema.safeParse(body);
      return orNone(parsed.success ? parsed.data : null);
    },
    write: (settings: unknown) => JSON.parse(JSON.stringify(settings)),
  },
  {
    name: 'a text in markup',
    covers: ['integrations/email/language.ts readText'],
    takes: 'text',
    samples: ['Tom & Jerry', '<script>alert(1)</script>', '" onload="x', "it's"],
    read: (text: string) => {
      const { markup } = html`<p>${readText({ en: text }, 'en')}</p>`;
      if (TAGS.test(markup)) throw new Error('a text became markup');
      return taken(null);
    },
  },
];

/**
 * Twilio SendGrid's Event Webhook. Signed with ECDSA over P-256 and SHA-256: timestamp and body as they came.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
import { verify } from 'node:crypto';
import * as z from 'zod';
import { readPublicKey } from './public-key.ts';
import { isRecent, LATEST_S, type MailEvent, type MailService } from './service.ts';

const SIGNATURE = 'x-twilio-email-event-webhook-signature';
const TIMESTAMP = 'x-twilio-email-event-webhook-timestamp';

const eventSchema = z.object({
  sg_event_id: z.string().min(1).max(200),
  event: z.string(),
  /** Seconds. */
  timestamp: z.number().min(0).max(LATEST_S),
  email: z.string().min(3).max(320),
  'smtp-id': z.string().max(500).optional(),
  url: z.string().max(4_000).optional(),
  /** Of a bounce: `blocked` is a refusal of the sender. */
  type: z.string().optional(),
  /** A program opened it, not a person. */
  sg_machine_open: z.boolean().optional(),
});

type Meaning = Pick<MailEvent, 'name' | 'suppress'>;
const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ['delivered', { name: 'Email Delivered', suppress: null }],
  ['open', { name: 'Email Opened', suppress: null }],
  ['click', { name: 'Email Link Clicked', suppress: null }],
  ['bounce', { name: 'Email Bounced', suppress: 'bounced' }],
  ['spamreport', { name: 'Email Marked as Spam', suppress: 'complained' }],
  ['unsubscribe', { name: 'Unsubscribed', suppress: 'unsubscribed' }],
  ['group_unsubscribe', { name: 'Unsubscribed', suppress: 'unsubscribed' }],
]);

export const sendgrid: MailService = {
  name: 'sendgrid',
  postsList: true,
  isProven: ({ headers, bytes, now }, { sendgrid: secrets }) => {
    if (secrets === null) return null;
    const timestamp = String(headers[TIMESTAMP] ?? '');
    const signature = Buffer.from(String(headers[SIGNATURE] ?? ''), 'base64');
    if (!isRecent(timestamp, now)) return false;
    const key = readPublicKey(secrets.publicKey);
    return key !== null && verify('sha256', Buffer.concat([Buffer.from(timestamp), bytes]), key, signature);
  },
  read: (body) => (Array.isArray(body) ? body.flatMap(readEvent) : []),
};

function readEvent(value: unknown): readonly MailEvent[] {
  const parsed = eventSchema.safeParse(value);
  const meaning = parsed.success ? MEANINGS.get(parsed.data.event) : undefined;
  if (!parsed.success || meaning === undefined || parsed.data.sg_machine_open === true) return [];
  const {
    sg_event_id: id,
    timestamp,
    email: address,
    url = null,
    type,
    'smtp-id': messageId = null,
  } = parsed.data;
  const suppress = type === 'blocked' ? null : meaning.suppress;
  return [{ id, name: meaning.name, at: Math.round(timestamp * 1_000), address, messageId, url, suppress }];
}

/**
 * Mailgun's webhooks. Signed with HMAC-SHA-256 over a timestamp and a token that stand in the body.
 * https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 */
import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { isRecent, isSame, LATEST_S, type MailEvent, type MailService } from './service.ts';

const signatureSchema = z.object({
  signature: z.object({
    timestamp: z.union([z.string(), z.number().transform(String)]),
    token: z.string().min(1).max(200),
    signature: z.string(),
  }),
});

const eventSchema = z.object({
  'event-data': z.object({
    id: z.string().min(1).max(200),
    event: z.string(),
    /** Seconds, with a fraction. */
    timestamp: z.number().min(0).max(LATEST_S),
    recipient: z.string().min(3).max(320),
    url: z.string().max(4_000).optional(),
    severity: z.string().optional(),
    reason: z.string().optional(),
    message: z
      .object({ headers: z.object({ 'message-id': z.string().max(500) }).partial() })
      .partial()
      .optional(),
    'client-info': z.object({ bot: z.string() }).partial().optional(),
  }),
});

type Meaning = Pick<MailEvent, 'name' | 'suppress'>;
const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ['delivered', { name: 'Email Delivered', suppress: null }],
  ['opened', { name: 'Email Opened', suppress: null }],
  ['clicked', { name: 'Email Link Clicked', suppress: null }],
  ['failed', { name: 'Email Bounced', suppress: null }],
  ['complained', { name: 'Email Marked as Spam', suppress: 'complained' }],
  ['unsubscribed', { name: 'Unsubscribed', suppress: 'unsubscribed' }],
]);
/** A permanent failure for another reason (too old, a policy) says nothing of the mailbox. */
const DEAD_REASONS: ReadonlySet<unknown> = new Set(['bounce', 'suppress-bounce']);

export const mailgun: MailService = {
  name: 'mailgun',
  isProven: ({ body, now }, { mailgun: secrets }) => {
    if (secrets === null) return null;
    const parsed = signatureSchema.safeParse(body);
    if (!parsed.success) return false;
    const { timestamp, token, signature } = parsed.data.signature;
    const expected = createHmac('sha256', secrets.signingKey).update(`${timestamp}${token}`).digest('hex');
    return isRecent(timestamp, now) && isSame(signature, expected);
  },
  read: (body) => {
    const parsed = eventSchema.safeParse(body);
    if (!parsed.success) return [];
    const data = parsed.data['event-data'];
    const meaning = MEANINGS.get(data.event);
    const isPassing = data.event === 'failed' && data.severity !== 'permanent';
    if (meaning === undefined || isPassing || (data['client-info']?.bot ?? '') !== '') return [];
    const isDead = data.event === 'failed' && DEAD_REASONS.has(data.reason);
    return [
      {
        id: data.id,
        name: meaning.name,
        at: Math.round(data.timestamp * 1_000),
        address: data.recipient,
        messageId: data.message?.headers?.['message-id'] ?? null,
        url: data.url ?? null,
        suppress: isDead ? 'bounced' : meaning.suppress,
      },
    ];
  },
};

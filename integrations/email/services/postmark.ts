/**
 * Postmark's webhooks. They are not signed: user name and password stand in the address that Postmark is given, and come
 * as basic authentication. https://postmarkapp.com/developer/webhooks/webhooks-overview
 */
import * as z from 'zod';
import type { SuppressionReason } from '../../../core/identity/suppressions.ts';
import { isSame, type MailEvent, type MailService } from './service.ts';

const text = z.string().max(4_000);
const address = z.string().min(3).max(320);
/** None where the sender's staff suppressed by hand. */
const ids = { MessageID: z.string().max(200).nullish() };

const recordSchema = z.discriminatedUnion('RecordType', [
  z.object({ ...ids, RecordType: z.literal('Delivery'), Recipient: address, DeliveredAt: text }),
  z.object({ ...ids, RecordType: z.literal('Open'), Recipient: address, ReceivedAt: text }),
  z.object({
    ...ids,
    RecordType: z.literal('Click'),
    Recipient: address,
    ReceivedAt: text,
    OriginalLink: text,
  }),
  z.object({ ...ids, RecordType: z.literal('Bounce'), Email: address, BouncedAt: text, Type: text }),
  z.object({ ...ids, RecordType: z.literal('SpamComplaint'), Email: address, BouncedAt: text }),
  z.object({
    ...ids,
    RecordType: z.literal('SubscriptionChange'),
    Recipient: address,
    ChangedAt: text,
    SuppressSending: z.boolean(),
    SuppressionReason: text.nullish(),
    Origin: text.nullish(),
  }),
]);
type MailRecord = z.infer<typeof recordSchema>;

/** No such mailbox, or none that can be: what else bounces may pass. */
const DEAD_TYPES: ReadonlySet<string> = new Set(['HardBounce', 'BadEmailAddress']);

const OTHER_REASONS: ReadonlySet<string> = new Set(['HardBounce', 'SpamComplaint']);

export const postmark: MailService = {
  name: 'postmark',
  isProven: ({ headers }, { postmark: secrets }) => {
    if (secrets === null) return null;
    const given = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
    const expected = Buffer.from(`${secrets.user}:${secrets.password}`, 'utf8').toString('base64');
    return isSame(given, expected);
  },
  read: (body) => {
    const parsed = recordSchema.safeParse(body);
    return parsed.success ? readRecord(parsed.data) : [];
  },
};

function readRecord(record: MailRecord): readonly MailEvent[] {
  switch (record.RecordType) {
    case 'Delivery':
      return tell(record, 'Email Delivered', record.DeliveredAt, record.Recipient);
    case 'Open':
      return tell(record, 'Email Opened', record.ReceivedAt, record.Recipient);
    case 'Click':
      return tell(record, 'Email Link Clicked', record.ReceivedAt, record.Recipient, {
        url: record.OriginalLink,
      });
    case 'Bounce': {
      const suppress = DEAD_TYPES.has(record.Type) ? 'bounced' : null;
      return tell(record, 'Email Bounced', record.BouncedAt, record.Email, { suppress });
    }
    case 'SpamComplaint':
      return tell(record, 'Email Marked as Spam', record.BouncedAt, record.Email, { suppress: 'complained' });
    case 'SubscriptionChange':
      return isOwnWish(record)
        ? tell(record, 'Unsubscribed', record.ChangedAt, record.Recipient, { suppress: 'unsubscribed' })
        : [];
  }
}

/** Bounces and complaints come as records of their own too; what the sender's staff does is no wish of the reader. */
function isOwnWish(record: Extract<MailRecord, { RecordType: 'SubscriptionChange' }>): boolean {
  const { SuppressSending, SuppressionReason, Origin } = record;
  return SuppressSending && Origin === 'Recipient' && !OTHER_REASONS.has(SuppressionReason ?? '');
}

function tell(
  { RecordType, MessageID }: MailRecord,
  name: MailEvent['name'],
  time: string,
  recipient: string,
  more: { readonly url?: string; readonly suppress?: SuppressionReason | null } = {},
): readonly MailEvent[] {
  const at = Date.parse(time);
  if (Number.isNaN(at)) return [];
  const { url = null, suppress = null } = more;
  // Postmark has no id of an event: a message, what happened to it, and when are one.
  return [
    {
      id: `${MessageID ?? ''}:${RecordType}:${at}`,
      name,
      at,
      address: recipient,
      messageId: null,
      url,
      suppress,
    },
  ];
}

/** Our own form, for services without a file here and for imports. It comes with the site's secret key. */
import * as z from 'zod';
import type { MailEvent } from './service.ts';

const WHAT = {
  delivered: { name: 'Email Delivered', suppress: null },
  opened: { name: 'Email Opened', suppress: null },
  clicked: { name: 'Email Link Clicked', suppress: null },
  /** For good: there is no such mailbox. */
  bounced: { name: 'Email Bounced', suppress: 'bounced' },
  complained: { name: 'Email Marked as Spam', suppress: 'complained' },
  unsubscribed: { name: 'Unsubscribed', suppress: 'unsubscribed' },
} as const satisfies Readonly<Record<string, Pick<MailEvent, 'name' | 'suppress'>>>;

const MOST = 1_000;

export const mailEventsSchema = z.strictObject({
  events: z
    .array(
      z.strictObject({
        /** Of the event, whatever it is told by: told twice, it counts once. */
        id: z.string().min(1).max(200),
        type: z.enum(Object.keys(WHAT) as [keyof typeof WHAT]),
        email: z.string().min(3).max(320),
        at: z.iso.datetime({ offset: true, error: 'write ISO 8601 with a zone' }),
        messageId: z.string().max(500).optional(),
        url: z.string().max(4_000).optional(),
      }),
    )
    .max(MOST),
});

/** @example readOwnEvents({ events: [{ id: '1', type: 'bounced', email: 'ann@example.com', at: '2026-01-05T12:00:00Z' }] }) */
export function readOwnEvents({ events }: z.infer<typeof mailEventsSchema>): readonly MailEvent[] {
  return events.map(({ id, type, email, at, messageId = null, url = null }) => ({
    id,
    ...WHAT[type],
    at: Date.parse(at),
    address: email,
    messageId,
    url,
  }));
}

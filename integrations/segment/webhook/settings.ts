/** The secret that Segment's destination Webhooks (Actions) shares with a site. */
import * as z from 'zod';

export const webhookSchema = z.strictObject({
  /** As it was typed in Segment. */
  sharedSecret: z.string().min(16, 'draw at least 16 characters').max(200),
});

export type WebhookSettings = z.infer<typeof webhookSchema>;

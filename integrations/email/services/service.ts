/** What mail services tell of the mails they carried: each has a file beside this one that knows its form and its proof. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { SuppressionReason } from '../../../core/identity/suppressions.ts';
import type { ServiceSecrets } from '../mail-settings.ts';

/** One thing that happened to a mail, in the Segment Spec's words. */
export type MailEvent = {
  /** The service's own id of it: told twice, it counts once. */
  readonly id: string;
  readonly name:
    | 'Email Delivered'
    | 'Email Opened'
    | 'Email Link Clicked'
    | 'Email Bounced'
    | 'Email Marked as Spam'
    | 'Unsubscribed';
  /** UTC ms. */
  readonly at: number;
  /** As it came; it goes no further than the hash. */
  readonly address: string;
  /** Of the header, where the service tells it. */
  readonly messageId: string | null;
  readonly url: string | null;
  /** What it says of the mailbox. */
  readonly suppress: SuppressionReason | null;
};

export type ServicePost = {
  readonly headers: IncomingHttpHeaders;
  /** As it came: signatures are made over these very bytes. */
  readonly bytes: Buffer;
  readonly body: unknown;
  /** UTC ms. */
  readonly now: number;
};

export type MailService = {
  readonly name: string;
  /** What it posts is a list of what happened, where others post an object. */
  readonly postsList?: true;
  /** Whether the post is the service's own; null where the site has set nothing to prove it by. */
  isProven(post: ServicePost, secrets: ServiceSecrets): boolean | null;
  /** What it knows of the post; what it does not know is left out, for services tell more and more. */
  read(body: unknown): readonly MailEvent[];
};

/** Services try for a day or longer, and sign when they begin. */
const LONGEST_ON_THE_WAY_MS = 48 * 3_600_000;

/** Of times that services tell, in seconds: the end of the year 9999. */
export const LATEST_S = 253_402_300_799;

export function isRecent(seconds: string, now: number): boolean {
  return /^\d{1,12}$/.test(seconds) && Math.abs(now - Number(seconds) * 1_000) <= LONGEST_ON_THE_WAY_MS;
}

/** In a time that does not say where they differ. */
export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given, 'utf8'), Buffer.from(expected, 'utf8')];
  return a.length === b.length && timingSafeEqual(a, b);
}

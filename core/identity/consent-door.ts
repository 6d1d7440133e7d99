/** `POST /v1/consent`: a choice made outside the tracker's envelope. */
import * as z from 'zod';
import { readInstant } from '../collect/instant.ts';
import { eventTime } from '../collect/skew.ts';
import { type Entry, PURPOSES, type Purpose, type SiteId, type VisitorId } from '../entry.ts';
import { accept, type Outcome, refuse } from '../errors.ts';
import type { AppendOutcome } from '../ports.ts';
import type { Site } from '../sites/site.ts';
import { isBlockedIdentifier } from './blocked.ts';
import { CONSENT_SOURCE, consentEntry } from './entries.ts';
import { isDeviceId } from './hash.ts';
import { isMailAddress } from './mail-address.ts';
import { namedVisitor } from './naming.ts';
import { asRawId } from './raw.ts';
import { type ConsentBook, refusalTime } from './refusal-time.ts';
import { createSecrets } from './secrets.ts';
import type { Vault } from './vault.ts';
import { sourceOfPage } from './vouched-consent.ts';

/** Dates and version numbers; no text that could name somebody. */
const TEXT_VERSION = /^v?\d{1,4}([._-]\d{1,2}){0,2}[a-z]?$/i;

export const consentSchema = z.strictObject({
  device: z.string().optional(),
  userId: z.union([z.string(), z.number().transform(String)]).optional(),
  email: z.string().optional(),
  /** Of the platform's server, that this person is logged in: own-proof.ts. */
  proof: z.string().max(200).optional(),
  purposes: z
    .strictObject({
      analytics: z.boolean(),
      personalization: z.boolean(),
      contact: z.boolean(),
      share: z.boolean(),
    })
    .partial()
    .refine((purposes) => Object.keys(purposes).length > 0, 'name at least one purpose'),
  source: z.string().trim().regex(CONSENT_SOURCE, 'write one word, for example banner'),
  /** Version of the text the visitor was shown. */
  text: z.string().trim().regex(TEXT_VERSION, 'write a version, for example 2026-11 or v3').optional(),
  /** When the choice was made; now when absent. */
  at: z.union([z.string(), z.number()]).optional(),
  /** The choice ends by itself then. */
  until: z.union([z.string(), z.number()]).optional(),
});

/** The last instant that a date can hold. */
const LAST_INSTANT = 8.64e15;

export type ConsentRequest = {
  readonly site: Site;
  readonly choice: z.infer<typeof consentSchema>;
  /** It came with the secret key. */
  readonly trusted: boolean;
  /** Of the customer whom a proof says; null: there was none. */
  readonly inner?: string | null;
};
type ConsentPorts = {
  append(entries: readonly Entry[]): Promise<readonly AppendOutcome[]>;
  now(): number;
  readonly book: ConsentBook;
  readonly vault: Pick<Vault, 'keep'>;
};

export async function recordConsentChoice(
  { site, choice, trusted, inner = null }: ConsentRequest,
  ports: ConsentPorts,
): Promise<Outcome<{ recorded: readonly string[] }>> {
  if (!trusted && inner === null && !isDeviceId(choice.device)) {
    return refuse('identifier_missing', 'device', 'send the device id, or use the secret key');
  }
  if (createSecrets([choice.userId, choice.email, choice.device]).areIn(choice.source))
    return refuse('personal_data', 'source', 'say who asked, not who answered');
  const untrusted = inner === null ? { device: choice.device } : { inner };
  const visitor = namedVisitor(trusted ? choice : untrusted, site);
  if (visitor === null) return refuse('identifier_missing', '', 'send device, userId or email');
  const receivedAt = ports.now();
  const at = await timeOf(choice, { site: site.siteId, visitor, now: receivedAt }, ports.book);
  const until = choice.until === undefined ? undefined : readInstant(choice.until);
  if (at === null) return refuse('invalid_value', 'at', 'send ISO 8601 or epoch milliseconds');
  if (until === null || Math.abs(until ?? 0) > LAST_INSTANT)
    return refuse('invalid_value', 'until', 'send ISO 8601 or epoch milliseconds');
  const purposes = readPurposes(choice, trusted);
  const stamp = {
    site: site.siteId,
    visitor,
    t: at,
    receivedAt,
    source: trusted ? ('server' as const) : ('web' as const),
  };
  const { text } = choice;
  const change = {
    purposes,
    source: trusted ? choice.source : sourceOfPage(choice.source),
    ...(text === undefined ? {} : { text }),
    ...(until === undefined ? {} : { until }),
  };
  const recorded = Object.keys(purposes);
  const [outcome] = recorded.length === 0 ? [] : await ports.append([consentEntry(stamp, change)]);
  // A denial has been taken note of all the same: whoever was erased begins with it, if ever they do.
  if (outcome?.status === 'erased' && Object.values(purposes).includes(true))
    return refuse('erased', 'at', 'send consent that was given after the erasure');
  if (trusted && purposes.contact === true)
    await keepMailbox(site.siteId, visitor, choice.email, ports.vault);
  return accept({ recorded });
}

/** Null for what is no instant. */
async function timeOf(
  { at, purposes }: ConsentRequest['choice'],
  said: Parameters<typeof refusalTime>[1],
  book: ConsentBook,
): Promise<number | null> {
  if (at !== undefined) return readPast(at, said.now);
  return Object.values(purposes).includes(false) ? refusalTime(book, said) : said.now;
}

function readPurposes(
  { purposes: asked }: ConsentRequest['choice'],
  trusted: boolean,
): Partial<Record<Purpose, boolean>> {
  const purposes: Partial<Record<Purpose, boolean>> = {};
  for (const purpose of PURPOSES) {
    const allowed = asked[purpose];
    if (allowed !== undefined) purposes[purpose] = allowed;
  }
  // A page cannot know whose mailbox it is: contact is allowed by servers and double opt-in alone.
  if (!trusted && purposes.contact === true) delete purposes.contact;
  return purposes;
}

/** The site's server says whose mailbox it is, and that it may be written to. */
async function keepMailbox(
  site: SiteId,
  visitor: VisitorId,
  email: string | undefined,
  vault: Pick<Vault, 'keep'>,
): Promise<void> {
  if (email === undefined || !isMailAddress(email) || isBlockedIdentifier(asRawId(email))) return;
  await vault.keep(site, visitor, 'email', asRawId(email));
}

/** Null for what is no instant of the years an event may have. */
function readPast(value: string | number, receivedAt: number): number | null {
  const instant = readInstant(value);
  return instant === null ? null : (eventTime(instant, 0, receivedAt)?.t ?? null);
}

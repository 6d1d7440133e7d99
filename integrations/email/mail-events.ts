/** Takes in what happened to mails: events for the log, and what they say of mailboxes and of consent. */
import type { Json, SiteId } from '../../core/entry.ts';
import { derivedId } from '../../core/identity/hash.ts';
import { namedVisitor } from '../../core/identity/naming.ts';
import { mailboxKey, type Suppressions } from '../../core/identity/suppressions.ts';
import type { Unsubscription } from '../../core/identity/unsubscribe.ts';
import type { Site } from '../../core/sites/site.ts';
import { DOORS } from './links.ts';
import { mailgun } from './services/mailgun.ts';
import { postmark } from './services/postmark.ts';
import { sendgrid } from './services/sendgrid.ts';
import type { MailEvent, MailService } from './services/service.ts';

export const MAIL_SERVICES: readonly MailService[] = [mailgun, postmark, sendgrid];

export type MailEventPorts = {
  readonly suppressions: Pick<Suppressions, 'add'>;
  readonly unsubscribe: (said: Unsubscription) => Promise<void>;
  /** As `POST /v1/events` does: the address is hashed before anything else. */
  readonly ingest: (
    site: SiteId,
    body: { readonly events: readonly Json[] },
  ) => Promise<{ readonly accepted: number }>;
  readonly now: () => number;
};

/** Of a `Message-ID` that the channel made. */
const OWN_MESSAGE = /^<?([0-9a-f]{32})@/;

/**
 * Told twice, nothing changes: events have the service's id, suppressions keep the later time. First what keeps mail
 * back, so that nothing of it is lost where the rest breaks off and is told again.
 *
 * @returns How many events were taken.
 */
export async function takeMailEvents(
  site: Site,
  service: string,
  events: readonly MailEvent[],
  ports: MailEventPorts,
): Promise<number> {
  for (const event of events) await suppress(site, event, ports);
  const items = events.map((event) => toItem(service, event));
  return items.length === 0 ? 0 : (await ports.ingest(site.siteId, { events: items })).accepted;
}

async function suppress(
  site: Site,
  { address, suppress: reason, at }: MailEvent,
  { suppressions, unsubscribe, now }: MailEventPorts,
): Promise<void> {
  if (reason === null) return;
  const key = mailboxKey(site.idKey, address);
  const since = Math.min(at, now());
  const visitor = namedVisitor({ email: address }, site);
  if (reason !== 'unsubscribed') await suppressions.add(site.siteId, key, reason, since);
  // Whoever calls a mail spam wants no more of it either.
  if (reason === 'bounced' || reason === 'manual' || visitor === null) return;
  await unsubscribe({ site: site.siteId, visitor, key, at: since });
}

function toItem(service: string, { id, name, at, address, messageId, url }: MailEvent): Json {
  const email = OWN_MESSAGE.exec(messageId ?? '')?.[1];
  const isOwnDoor = url === null || !URL.canParse(url) || new URL(url).pathname.includes(`${DOORS.click}/`);
  return {
    id: derivedId('mail', service, id),
    name,
    time: at,
    email: address,
    source: 'email',
    properties: { ...(email !== undefined && { email_id: email }), ...(!isOwnDoor && { link_url: url }) },
  };
}

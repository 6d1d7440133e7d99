/** E-mail in this server: the channel where a mail server is set, the doors of its links, and what comes back. */
import { createBotFilter } from '../../core/collect/bots.ts';
import { createReactions } from '../../core/decisions/reactions.ts';
import type { Engine } from '../../core/engine.ts';
import type { SiteId } from '../../core/entry.ts';
import { InklingError } from '../../core/errors.ts';
import { createMailboxes } from '../../core/identity/mailboxes.ts';
import { createSuppressions, type Suppressions } from '../../core/identity/suppressions.ts';
import { createUnsubscribe } from '../../core/identity/unsubscribe.ts';
import type { Clock, Store } from '../../core/ports.ts';
import { createAddressees } from '../../core/profiles/addressee.ts';
import { createEmailChannel, type EmailChannel } from '../../integrations/email/channel.ts';
import { createDevInbox, type DevInbox } from '../../integrations/email/dev-inbox.ts';
import { createDoors, type Door } from '../../integrations/email/doors.ts';
import { createLinks } from '../../integrations/email/links.ts';
import type { MailEventPorts } from '../../integrations/email/mail-events.ts';
import { createMailSettings, type MailSettingsBook } from '../../integrations/email/mail-settings.ts';
import type { Sender } from '../../integrations/email/sender.ts';
import { createSentMails, KEPT_MS } from '../../integrations/email/sent-mails.ts';
import { createSmtpTransport } from '../../integrations/email/transport.ts';
import type { Settings } from './settings.ts';

export type MailPorts = {
  readonly settings: Pick<Settings, 'mail' | 'publicUrl'>;
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
};

export type Mail = {
  /** Null where no mail server is set. */
  readonly channel: EmailChannel | null;
  /** What to do so that advertising of the site can be mailed; null: nothing. */
  findLack(site: SiteId): Promise<string | null>;
  readonly settings: MailSettingsBook;
  readonly suppressions: Suppressions;
  readonly events: MailEventPorts;
  readonly door: Door;
  /** Where mails are shown instead of sent. */
  readonly inbox: DevInbox | null;
  /** For links, where no PUBLIC_URL is set. */
  serveAt(url: string): void;
  sweep(): Promise<void>;
  close(): void;
};

/** Nobody answers there; a sink sends nothing. */
const SINK_SENDER: Sender = { name: '', address: 'inkling@example.com' };
const NO_SERVER =
  'set INKLING_SMTP_URL and start again ("sink" shows mails instead of sending them); see docs/email.md';

/** @example const mail = createMail(ports); await mail.channel?.send(message, signal); */
export function createMail(ports: MailPorts): Mail {
  const { engine, store, clock, onFault } = ports;
  const { server, from } = ports.settings.mail;
  let ownUrl = '';
  const links = createLinks(engine.ring, () => ports.settings.publicUrl ?? ownUrl);
  const settings = createMailSettings(store, engine.ring);
  const suppressions = createSuppressions(store);
  const sent = createSentMails(store);
  const readAddressee = createAddressees(engine.book, clock);
  const { append, now } = engine;
  const unsubscribe = createUnsubscribe({ suppressions, readAddressee, append, now });
  const inbox = server === 'sink' ? createDevInbox() : null;
  const transport =
    inbox?.transport ?? (server === null || server === 'sink' ? null : createSmtpTransport(server, clock));
  const idKeyOf = (site: SiteId) => engine.sites.byId(site)?.idKey;
  const channel =
    transport &&
    createEmailChannel({
      clock,
      mailboxes: createMailboxes({ vault: engine.vault, suppressions, idKeyOf, readAddressee }),
      transport,
      settings,
      sent,
      links,
      siteOf: (site) => tenantOf(engine, site),
      from: from ?? (inbox === null ? null : SINK_SENDER),
      onFault,
    });
  const react = createReactions({ store, book: engine.book, append, now });
  return {
    channel,
    findLack: async (site) => (channel === null ? NO_SERVER : channel.findLack(site, false)),
    settings,
    suppressions,
    events: { suppressions, unsubscribe, ingest: (site, body) => ingest(engine, site, body), now },
    door: createDoors({
      links,
      now,
      unsubscribe,
      siteOf: (site) => tenantOf(engine, site),
      shopOf: async (site) => (await settings.read(site)).fromName,
      reportClick: (site, decision, at) => react('clicked', site, decision, at),
      reportOpen: (site, decision, at) => react('opened', site, decision, at),
      isBot: createBotFilter().isBot,
      onFault,
    }),
    inbox,
    serveAt: (url) => {
      ownUrl = url;
    },
    sweep: async () => {
      for (const { siteId } of engine.sites.list()) await sent.sweep(siteId, clock.now() - KEPT_MS);
    },
    close: () => transport?.close(),
  };
}

function tenantOf({ sites }: Engine, site: SiteId) {
  const found = sites.byId(site);
  if (found === undefined) return undefined;
  const { settings, idKey } = found;
  return { name: settings.name, honoursDoNotTrack: settings.honoursDoNotTrack, idKey };
}

async function ingest(engine: Engine, siteId: SiteId, body: Parameters<MailEventPorts['ingest']>[1]) {
  const site = engine.sites.byId(siteId);
  if (site === undefined)
    throw new InklingError('unknown_site', 'mail', 'there is no such site', 'create it');
  const answer = await engine.ingest(site, body);
  if (!answer.ok) throw new InklingError(answer.code, 'mail events', answer.at, answer.hint);
  return answer.value;
}

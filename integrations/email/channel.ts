/** E-mail as a channel: finds the mailbox, writes the mail, hands it over, and takes in what that says of the mailbox. */
import type { KeyObject } from 'node:crypto';
import type { Mail } from '../../core/decisions/treatment.ts';
import type { SendOutcome } from '../../core/deliveries/receiver.ts';
import type { SiteId } from '../../core/entry.ts';
import { keyedReference } from '../../core/identity/hash.ts';
import type { Mailbox, Mailboxes } from '../../core/identity/mailboxes.ts';
import type { Channel, Clock, Outgoing } from '../../core/ports.ts';
import { makeBody } from './body.ts';
import { writeHtml } from './html-part.ts';
import type { Links } from './links.ts';
import type { MailSettings, MailSettingsBook } from './mail-settings.ts';
import { judgeHandOver } from './outcome.ts';
import { domainOf, type Sender } from './sender.ts';
import type { SentMails } from './sent-mails.ts';
import { writeText } from './text-part.ts';
import type { ComposedMail, MailTransport } from './transport.ts';

export type EmailPorts = {
  readonly clock: Clock;
  readonly mailboxes: Mailboxes;
  readonly transport: MailTransport;
  readonly settings: Pick<MailSettingsBook, 'read'>;
  readonly sent: Pick<SentMails, 'has' | 'note'>;
  readonly links: Pick<Links, 'ofMail'>;
  readonly siteOf: (site: SiteId) => { readonly name: string; readonly idKey: KeyObject } | undefined;
  /** `INKLING_MAIL_FROM`. */
  readonly from: Sender | null;
  /** Faults of ours; the delivery is tried again. */
  readonly onFault: (error: unknown) => void;
};

export type EmailChannel = Channel & Required<Pick<Channel, 'findLack'>>;

const WITHHELD: SendOutcome = { kind: 'withheld' };
const NO_TIME: SendOutcome = { kind: 'failed', reason: 'broken off', isSlow: false, retryAfterMs: null };

/** @example const outcome = await createEmailChannel(ports).send(message, signal) */
export function createEmailChannel(ports: EmailPorts): EmailChannel {
  const { mailboxes, settings, onFault } = ports;
  const underWay = new Map<string, Promise<SendOutcome>>();
  return {
    name: 'email',
    purpose: 'contact',
    canReach: async (site, visitor, isTransactional = false) =>
      (await mailboxes.find(site, visitor, isTransactional)) !== null,
    send: (message, signal) => {
      const name = `${message.site} ${message.id}`;
      const known = underWay.get(name);
      if (known !== undefined) return known;
      const done = deliver(message, signal, ports)
        .catch((error: unknown) => {
          onFault(error);
          return failed('a fault of ours, see the log', false);
        })
        .finally(() => underWay.delete(name));
      underWay.set(name, done);
      return done;
    },
    findLack: async (site, isTransactional) => findLack(ports, await settings.read(site), isTransactional),
  };
}

function findLack(ports: EmailPorts, settings: MailSettings, isTransactional: boolean): string | null {
  if (senderOf(ports, settings) === null) return 'set INKLING_MAIL_FROM, or `from` with PATCH /v1/mail';
  if (!isTransactional && settings.postalAddress === null)
    return 'set `postalAddress` with PATCH /v1/mail: advertising has to name it';
  return null;
}

function senderOf({ from }: EmailPorts, settings: MailSettings): Sender | null {
  const address = settings.from ?? from?.address;
  return address === undefined ? null : { name: settings.fromName ?? from?.name ?? '', address };
}

async function deliver(message: Outgoing, signal: AbortSignal, ports: EmailPorts): Promise<SendOutcome> {
  const { mailboxes, sent, clock, transport } = ports;
  const { site, visitor, id, treatment, isTransactional } = message;
  if (signal.aborted) return NO_TIME;
  if (treatment.kind !== 'email') return failed(`a treatment of kind "${treatment.kind}" is no mail`, true);
  if (await sent.has(site, visitor, id)) return { kind: 'sent' };
  const settings = await ports.settings.read(site);
  const lack = findLack(ports, settings, isTransactional);
  if (lack !== null) return failed(lack, true);
  // Asked for by whoever called, and once more here: what was said meanwhile counts.
  const mailbox = await mailboxes.find(site, visitor, isTransactional);
  if (mailbox === null) return WITHHELD;
  const mail = await compose({ message, treatment, settings, mailbox }, ports);
  if (mail === null) return WITHHELD;
  const { outcome, isDead } = judgeHandOver(await transport.send(mailbox.address, mail, signal));
  if (outcome.kind === 'sent') await sent.note(site, visitor, id, clock.now());
  if (isDead) await mailboxes.suppress(site, mailbox.key, 'bounced', clock.now());
  return outcome;
}

type Draft = {
  readonly message: Outgoing;
  readonly treatment: Mail;
  readonly settings: MailSettings;
  readonly mailbox: Mailbox;
};

/** Null where the site is gone. */
async function compose(draft: Draft, ports: EmailPorts): Promise<ComposedMail | null> {
  const { message, treatment, settings, mailbox } = draft;
  const tenant = ports.siteOf(message.site);
  const from = senderOf(ports, settings);
  if (tenant === undefined || from === null) return null;
  const { siteUrl, utm, openPixel: hasPixel, language, postalAddress, replyTo } = settings;
  const links = await ports.links.ofMail(message, mailbox.key, { siteUrl, utm, hasPixel });
  const shop = settings.fromName ?? tenant.name;
  const languages = [mailbox.addressee.language, language];
  const body = makeBody(message, treatment, { shop, postalAddress: postalAddress ?? '', languages, links });
  const reference = keyedReference(tenant.idKey, 'mail', message.id);
  return {
    from: { ...from, name: from.name || shop },
    replyTo,
    subject: body.subject,
    text: writeText(body),
    html: writeHtml(body),
    messageId: `<${reference}@${domainOf(from.address)}>`,
    at: ports.clock.now(),
    headers: headersOf(message, reference, body.unsubscribe),
  };
}

/** None of them tells two readers apart but the reference, which is of this mail alone. */
function headersOf(
  message: Outgoing,
  reference: string,
  unsubscribe: string | null,
): ComposedMail['headers'] {
  return {
    // RFC 3834: absence notices are no answer to it.
    'Auto-Submitted': 'auto-generated',
    // Two mails about the same cart are no conversation.
    'X-Entity-Ref-ID': reference,
    'Feedback-ID': `${message.campaign}:${message.site}:email:inkling`,
    // RFC 8058.
    ...(unsubscribe !== null && {
      'List-Unsubscribe': `<${unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    }),
  };
}

function failed(reason: string, isSlow: boolean): SendOutcome {
  return { kind: 'failed', reason, isSlow, retryAfterMs: null };
}

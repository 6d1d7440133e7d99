/**
 * The addresses in a mail. Each carries what it means sealed, so that nobody can make one, change one or read whom it
 * is for, and no look-up is needed. The key is the installation's own: neither rotated site keys nor time end a link.
 */
import * as z from 'zod';
import type { SiteId, VisitorId } from '../../core/entry.ts';
import { InklingError } from '../../core/errors.ts';
import type { KeyRing } from '../../core/identity/keys.ts';
import type { Outgoing } from '../../core/ports.ts';

/** What the link of one mail says that unsubscribes from it. */
export type UnsubscribeTicket = {
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly key: string;
  /** The mail's, for the page that asks. */
  readonly language: string;
};
export type ReactionTicket = { readonly site: SiteId; readonly decision: string };
export type ClickTicket = ReactionTicket & { readonly target: string };

/** The links of one mail. */
export type MailLinks = {
  /** Through the counting door, with the site's utm parameters; null for what is no web address. */
  follow(target: string): string | null;
  /** As it is, whole; null for what is no web address. */
  resolve(target: string): string | null;
  unsubscribe(language: string): string;
  readonly pixel: string | null;
};

/** Of the site, for its links. */
export type LinkSettings = {
  /** Where relative addresses start. */
  readonly siteUrl: string | null;
  readonly utm: Readonly<Partial<Record<string, string | undefined>>> | null;
  readonly hasPixel: boolean;
};

export type Links = {
  ofMail(message: Outgoing, mailbox: string, settings: LinkSettings): Promise<MailLinks>;
  openUnsubscribe(token: string): Promise<UnsubscribeTicket | null>;
  openClick(token: string): Promise<ClickTicket | null>;
  openPixel(token: string): Promise<ReactionTicket | null>;
};

export const DOORS = { unsubscribe: '/u', click: '/c', pixel: '/o' } as const;
type Kind = keyof typeof DOORS;

const MOST_TOKEN = 8_000;
const TICKETS = {
  unsubscribe: z.tuple([z.string(), z.string(), z.string(), z.string()]),
  click: z.tuple([z.string(), z.string(), z.string()]),
  pixel: z.tuple([z.string(), z.string()]),
};
/** No site has an empty id: this data key is the installation's. */
const INSTALLATION = '';

/** @param publicUrl Where this server is reached from outside, without a slash at the end. */
export function createLinks(ring: KeyRing, publicUrl: () => string): Links {
  async function openAs<K extends Kind>(
    kind: K,
    token: string,
  ): Promise<z.infer<(typeof TICKETS)[K]> | null> {
    if (token.length > MOST_TOKEN || !/^[\w-]+$/.test(token)) return null;
    const keys = await ring.ofSite(INSTALLATION);
    try {
      return TICKETS[kind].parse(JSON.parse(keys.open(token, purposeOf(kind)))) as z.infer<
        (typeof TICKETS)[K]
      >;
    } catch (error) {
      if (error instanceof InklingError) return null;
      throw error;
    }
  }

  return {
    ofMail: async (message, mailbox, settings) => {
      const keys = await ring.ofSite(INSTALLATION);
      const address = (kind: Kind, ticket: readonly string[]): string =>
        `${publicUrl()}${DOORS[kind]}/${keys.seal(JSON.stringify(ticket), purposeOf(kind))}`;
      const { site, visitor, id, campaign } = message;
      const resolve = (target: string): string | null =>
        resolveTarget(target, settings.siteUrl ?? publicUrl());
      return {
        follow: (target) => {
          const whole = resolve(target);
          return whole === null ? null : address('click', [site, id, addUtm(whole, settings.utm, campaign)]);
        },
        resolve,
        unsubscribe: (language) => address('unsubscribe', [site, visitor, mailbox, language]),
        pixel: settings.hasPixel ? address('pixel', [site, id]) : null,
      };
    },
    openUnsubscribe: async (token) => {
      const ticket = await openAs('unsubscribe', token);
      if (ticket === null) return null;
      const [site, visitor, key, language] = ticket;
      return { site: site as SiteId, visitor: visitor as VisitorId, key, language };
    },
    openClick: async (token) => {
      const ticket = await openAs('click', token);
      return ticket && { site: ticket[0] as SiteId, decision: ticket[1], target: ticket[2] };
    },
    openPixel: async (token) => {
      const ticket = await openAs('pixel', token);
      return ticket && { site: ticket[0] as SiteId, decision: ticket[1] };
    },
  };
}

function purposeOf(kind: Kind): string {
  return `mail:${kind}`;
}

function resolveTarget(target: string, base: string): string | null {
  if (!URL.canParse(target, base)) return null;
  const url = new URL(target, base);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}

/** What the link has already stays. */
function addUtm(target: string, utm: LinkSettings['utm'], campaign: string): string {
  if (utm === null) return target;
  const url = new URL(target);
  for (const [name, value] of Object.entries({ campaign, ...utm }))
    if (value !== undefined && !url.searchParams.has(`utm_${name}`))
      url.searchParams.set(`utm_${name}`, value);
  return url.href;
}

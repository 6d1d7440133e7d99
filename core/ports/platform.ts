/** Systems that Inkling reaches visitors through: channels, makers of codes, and platforms it is installed into. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChannelName } from '../decisions/campaign.ts';
import type { ShownProduct, Treatment } from '../decisions/treatment.ts';
import type { Receiver, SendOutcome } from '../deliveries/receiver.ts';
import type { Engine } from '../engine.ts';
import type { Json, SiteId, VisitorId } from '../entry.ts';
import type { Outcome } from '../errors.ts';
import type { Circumstances } from '../identity/circumstances.ts';
import type { Clock } from './machine.ts';
import type { Store } from './store.ts';

/** One message to one visitor, as it was decided. */
export type Outgoing = {
  /** Of the decision: the idempotency key. A channel that is given it again sends nothing again, as far as it can. */
  readonly id: string;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly campaign: string;
  readonly variant: string;
  readonly treatment: Treatment;
  /** A service that was asked for, no advertising: it needs no consent to be contacted. */
  readonly isTransactional: boolean;
  /** Says in the message that it was chosen by what the visitor did. */
  readonly saysWhy: boolean;
  /** Of the cart, or viewed last, as the treatment asks. */
  readonly products: readonly ShownProduct[];
};

/** Where treatments go that no page shows. Consent, limits and cancelling are looked after before it is asked. */
export type Channel = {
  readonly name: Exclude<ChannelName, 'onsite'>;
  /** What the visitor has to have allowed. */
  readonly purpose: 'contact' | 'share';
  /**
   * Whether it can reach this visitor at all: without, a campaign passes them by instead of counting them as treated.
   *
   * @param isTransactional Left out: advertising.
   */
  canReach(site: SiteId, visitor: VisitorId, isTransactional?: boolean): Promise<boolean>;
  /** What to do so that it can carry messages of the site; null, or left out: nothing. */
  findLack?(site: SiteId, isTransactional: boolean): Promise<string | null>;
  /** Never rejects for what the receiver did; gives up when the signal says so. */
  send(message: Outgoing, signal: AbortSignal): Promise<SendOutcome>;
};

export type CouponOrder = {
  /** Of the decision: the idempotency key. Asked again, the same code comes back. */
  readonly id: string;
  readonly site: SiteId;
  readonly campaign: string;
  /** Share of the price, 0 to 1. */
  readonly discount: number;
  readonly excludesSaleItems: boolean;
  /** UTC ms: from then on the code does not work. */
  readonly endsAt: number;
};

/** Makes codes that work once, where the platform has them. */
export type CouponDesk = {
  /** Null where none could be made now: then nothing is offered. Never rejects for what the platform did. */
  make(order: CouponOrder): Promise<string | null>;
};

/** What a platform's own requests and its recurring work get to work with. */
export type PlatformPorts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly web: PlatformWeb;
  /** Address at which visitors and platforms reach this server, without a slash at its end; null where nobody said. */
  readonly publicUrl: string | null;
  /** Faults of what works by itself, for the log of the server. */
  readonly onFault: (error: unknown) => void;
  /** Takes events in, as `POST /v1/events` does. */
  ingest(site: string, body: { readonly events: readonly Json[] }): Promise<{ readonly accepted: number }>;
};

/** The server's own manners, for a platform that reads and answers requests itself. */
export type PlatformWeb = {
  /** The whole body, bounded in bytes (after unpacking, too) and in time. */
  readBody(request: IncomingMessage, mostBytes: number): Promise<Outcome<Buffer>>;
  readSeen(request: IncomingMessage): Circumstances;
  /**
   * The sender is a proxy of the platform's, which signed the request: from here on it counts as that of whoever the proxy
   * says to speak for, in what it shows and in limits.
   */
  stepBehind(request: IncomingMessage): void;
  /** JSON, or a refusal with its status. Nothing is cached. */
  send(response: ServerResponse, answer: Outcome<unknown>): void;
  /**
   * Has the server's own door answer, as if the page had asked for this path there.
   *
   * @param path With its query.
   */
  pass(request: IncomingMessage, response: ServerResponse, path: string): void;
};

/** Work of a platform that comes again; idempotent, and on one server at a time. */
export type PlatformWork = {
  /** What the operator sees beside the platform's name. */
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
};

/** Whom a platform is to forget. Nothing of them is left here but this, sealed, until the platform has done it. */
export type ForgetRequest = {
  /** Of the erasure: the idempotency key. */
  readonly id: string;
  readonly site: SiteId;
  /** UTC ms. */
  readonly erasedAt: number;
  /** Every id that went with the person. */
  readonly visitors: readonly VisitorId[];
  /** The platform's own references of them (a customer's id), as the vault held them. */
  readonly references: readonly string[];
};

export type ForgetOutcome =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'failed';
      /** Short, for the operator; nothing of the visitor. */
      readonly reason: string;
      /** How long the platform asks to be left alone. */
      readonly retryAfterMs: number | null;
    };

/** A shop system Inkling installs into: one folder in integrations/, one line in apps/server/platforms.ts. */
export type Platform = {
  /** Its requests arrive below `/platforms/NAME/`. */
  readonly name: string;
  /** Connects it to this server: once, before any request. */
  connect(ports: PlatformPorts): ConnectedPlatform;
};

export type ConnectedPlatform = {
  /** Answers true when the request was its own. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /**
   * Tells the platform to forget somebody too. Asked again with the same id until it says so, it forgets once. Never
   * rejects for what the platform did; gives up when the signal says so.
   */
  forget(request: ForgetRequest, signal: AbortSignal): Promise<ForgetOutcome>;
  /** Who hears what the log says of one of its sites, each with an outbox of its own; left out: nobody. */
  receiversOf?(site: SiteId): readonly Receiver[];
  /** Ways to the visitors of its sites that it alone has; it reaches nobody of another site. */
  readonly channels?: readonly Channel[];
  /** Labels whose scores it writes to visitors of a site: they are scored though no segment asks for it. Left out: none. */
  labelsOf?(site: SiteId): readonly string[];
  /** Makes codes of coupons for its sites; left out: it makes none. */
  readonly desk?: CouponDesk;
  readonly works?: readonly PlatformWork[];
};

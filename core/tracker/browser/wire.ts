/** The parts of core/collect/WIRE.md as the page makes them. Fields that are undefined stay away from the wire. */

import type { LocalSettings } from '../settings.ts';

export type Properties = { readonly [key: string]: unknown };

/** When something happened, and the id that makes it count once. */
export type Stamp = { readonly i: string; readonly t: number };

/** What an item may say beside its name and properties. */
export type Circumstances = Partial<Stamp> & { readonly u?: string; readonly r?: string | undefined };

export type Push = (name: string, properties?: Properties) => void;

/** What a visitor allows, as a consent source reports it. */
export type Consent = {
  readonly analytics?: boolean;
  readonly personalization?: boolean;
  readonly contact?: boolean;
  readonly share?: boolean;
  /** When the visitor chose, epoch milliseconds. */
  readonly at?: number;
  readonly source?: string;
  /** False: the platform's consent source says that none is needed here. */
  readonly required?: boolean;
};

/** Who is sending. */
export type Sender = {
  readonly g?: 1 | undefined;
  c?: Consent | undefined;
  dev?: string | undefined;
  z?: string | undefined;
  h?: string | undefined;
  pr?: string | undefined;
  m?: string | undefined;
  /** Names of the slots on the page, with the first post of a page view. */
  sl?: readonly unknown[] | undefined;
};

/** Decisions of one answer, and when the post that they answer left, epoch milliseconds. */
export type Answered = readonly [decisions: readonly unknown[], sentAt: number];

/**
 * Of the treatments file: takes what has been decided so far, and from then on all that is pushed.
 *
 * @param collectUrl Where posts go.
 * @param readReach What may leave the page, as in sender.ts.
 * @param load As in part.ts.
 * @param readDevice Where reports have to say whose they are.
 */
export type TakeDecisions = (
  answers: Answered[],
  collectUrl: string,
  readReach: () => number,
  load: <Use>(name: string, use: (loaded: Use) => void) => void,
  readDevice?: () => string | undefined,
) => void;

/** Of a site that answers by itself: what it holds of the session so far, as test/cases/session-state.json has examples. */
export type LocalAnswer = {
  /** When the post arrived, epoch ms by the clock of the site. */
  readonly t?: number;
  readonly st?: unknown;
  /** Ids of the decisions that may be shown. */
  readonly go?: readonly string[];
  readonly accepted?: number;
  /** None: what is shown here is decided here. */
  readonly do: readonly unknown[];
  readonly again?: undefined;
};

/** What the local file uses of the tracker. */
export type Tracker = {
  readonly listeners: readonly ((decision: unknown) => void)[];
  readonly sender: Sender;
  readonly push: Push;
  /** Sends now, beside what is on its way. */
  readonly flush: (isLeaving: true) => void;
  /** As in sender.ts. */
  readonly readReach: () => number;
  /** As in listen.ts. */
  readonly guard: (run: () => void) => () => void;
  readonly listen: (types: string, handle: () => void) => void;
  /** As in part.ts. */
  readonly load: <Use>(name: string, use: (loaded: Use) => void) => void;
};

export type PushedItem = Stamp & {
  readonly n: string;
  readonly p: Properties;
  readonly u: string;
  readonly r?: string | undefined;
};

/** First whose page it is; then each event as it is pushed, and each answer with the items that it is about and when their post left. */
export type Heard =
  | readonly [site: LocalSettings, tracker: Tracker]
  | readonly [answer: LocalAnswer, items: readonly unknown[], sentAt: number]
  | PushedItem;

/** Of the local file: takes what has been heard so far, and from then on hears all of it. */
export type TakeSession = (heard: Heard[]) => void;

/** Of the preview file: the rules for whoever wants to see what visitors of these segments would. */
export type Rehearse = (rules: unknown, segments: readonly string[]) => unknown;

/** What a page declares to be seen on it. */
export type View = readonly [name: string, properties: Properties];

/** Of the JSON-LD file: adds the product that the page's markup is about, unless the page declares one itself. */
export type AddMarkup = (views: readonly View[]) => readonly View[];

/** What `identify` was told. */
export type Claim = [id: unknown, traits?: Properties, proof?: string];

/** Of the identity file: makes the sender known and pushes the traits. */
export type LogIn = (sender: Sender, push: Push, claim: [siteId: string, ...claim: Claim]) => void;

/** What the analytics file does with the tracker. */
export type Meeting = {
  /** @param device Undefined: analytics.js is not there, or its id is none of ours. */
  readonly take: (device?: string) => void;
  readonly identify: (...claim: Claim) => void;
  readonly reset: () => void;
};

/** Of the analytics file: says whom analytics.js knows, and from then on who logs in and out. */
export type Meet = (meeting: Meeting) => void;

/** An envelope whose items are cut; the rest is what it was then, so a later log-in is not theirs. */
export type Post = Sender & {
  readonly ver: 1;
  readonly pg: string;
  readonly q: number;
  readonly e: readonly unknown[];
};

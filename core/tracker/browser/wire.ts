/** The parts of core/collect/WIRE.md as the page makes them. Fields that are undefined stay away from the wire. */

export type Properties = { readonly [key: string]: unknown };

/** When something happened, and the id that makes it count once. */
export type Stamp = { readonly i: string; readonly t: number };

/** What an item may say beside its name and properties. */
export type Circumstances = Partial<Stamp> & { readonly u?: string; readonly r?: string | undefined };

export type Push = (name: string, properties?: Properties, circumstances?: Circumstances) => void;

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
  readonly c?: Consent | undefined;
  readonly dev?: string | undefined;
  readonly z?: string | undefined;
  readonly h?: string | undefined;
  readonly pr?: string | undefined;
};

/** What goes with one post only: the raw address, where contact is allowed. */
export type News = { readonly m?: string | undefined };

export type Answer = { readonly do?: readonly unknown[]; readonly again?: number };

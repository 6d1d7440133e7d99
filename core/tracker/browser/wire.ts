/** The parts of core/collect/WIRE.md as the page makes them. Fields that are undefined stay away from the wire. */

export type Properties = { readonly [key: string]: unknown };

/** When something happened, and the id that makes it count once. */
export type Stamp = { readonly i: string; readonly t: number };

/** What an item may say beside its name and properties. */
export type Circumstances = Partial<Stamp> & { readonly u?: string; readonly r?: string | undefined };

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
};

/** What the identity file makes of `identify(id, traits, proof)`. */
export type Login = Pick<Sender, 'h' | 'pr' | 'm'> & { readonly traits?: Properties | undefined };
export type ReadLogin = (siteId: string, id: unknown, traits?: Properties, proof?: string) => Login;

/** The element that loads the identity file: the file leaves its function there, so the page gains no global. */
export type IdentityScript = HTMLScriptElement & { readLogin?: ReadLogin };

export type Answer = { readonly do?: readonly unknown[]; readonly again?: number };

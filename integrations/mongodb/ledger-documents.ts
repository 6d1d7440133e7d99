/** What documents of the ledger hold: a line for each thing that a place counts toward. */
export type PlaceLine = {
  readonly id: string;
  readonly key: string;
  readonly at: number;
  readonly expires: number;
  readonly state: 'reserved' | 'confirmed' | 'released';
};

/** What a page of places holds: of each key how many, and from when to when they were taken. */
export type PageMark = {
  readonly id: string;
  /** How often pages were put together for it. */
  readonly size: number;
  readonly from: number;
  readonly to: number;
  readonly keys: readonly {
    readonly key: string;
    readonly n: number;
    readonly from: number;
    readonly to: number;
  }[];
};

/** Confirmed places of one unit. Written once: what is on it is known by its id. */
export type LedgerPageDocument = {
  readonly _id: string;
  /** Key of the unit's document, which names the page. */
  readonly l: string;
  readonly s: string;
  readonly u: string;
  /** UTC ms. */
  readonly made: number;
  readonly p: readonly PlaceLine[];
  readonly ids: readonly string[];
};

/** The ledger of one unit: one document, since a reservation is one step. */
export type LedgerDocument = {
  readonly _id: string;
  readonly s: string;
  readonly u: string;
  readonly rev: string;
  readonly p: readonly PlaceLine[];
  /** Where the rest stands; left out as long as there is none. */
  readonly pages?: readonly PageMark[];
  /** When the first unconfirmed place runs out, and when the first confirmed one was taken; null for none. */
  readonly runsOut: number | null;
  readonly oldest: number | null;
};

/** What the page of privacy asks, as far as it reads the answers. Instants are ISO 8601. */

export type TermAnswer = {
  readonly name: string;
  readonly setting: string | null;
  readonly days: number | null;
  readonly stays: string;
};

export type HeldAnswer = {
  readonly policy: 'auto' | 'statistics' | 'session' | 'consented-only';
  readonly honoursDoNotTrack: boolean;
  readonly k: number;
  readonly terms: readonly TermAnswer[];
  readonly held: readonly HeldClass[];
};

export type HeldClass = {
  readonly what: string;
  readonly why: string;
  readonly basis: string;
  readonly seenBy: readonly string[];
  readonly isPersonal: boolean;
  readonly isHanded: boolean;
  readonly until: string | null;
  readonly terms: readonly TermAnswer[];
};

export type RetentionAnswer = {
  readonly dryRun: boolean;
  readonly asOf: string;
  readonly clockAheadMs: number;
  readonly classes: readonly {
    readonly name: string;
    readonly days: number | null;
    readonly count: number;
  }[];
};

export type ReceiptAnswer = {
  readonly id: string;
  readonly erasedAt: string;
  readonly by: string;
  readonly removed: { readonly [kind: string]: number };
  readonly told: Readonly<Record<string, 'done' | 'waiting' | 'given up'>>;
};

export type AuditAnswer = {
  readonly act: string;
  readonly by: string;
  readonly time: string;
  readonly detail?: unknown;
};

export type EgressLine = {
  readonly day: string;
  readonly destination: string;
  readonly sent: number;
  readonly failed: number;
  readonly heldBack: Readonly<Record<'consent' | 'gpc' | 'objection' | 'other', number>>;
};

export type ProofAnswer = {
  readonly at: string;
  readonly findings: readonly {
    readonly about: string;
    readonly holds: boolean;
    readonly says: string;
    readonly cure: string | null;
  }[];
  readonly salts: {
    readonly live: readonly { readonly day: string; readonly createdAt: string }[];
    readonly destroyed: readonly {
      readonly day: string;
      readonly createdAt: string;
      readonly destroyedAt: string;
    }[];
  };
  readonly egress: readonly EgressLine[];
  readonly notProven: readonly string[];
};

/** What a site has on record of its promises, with instants that people read. */
import type { EgressLine } from '../../core/deliveries/egress-book.ts';
import type { Evidence } from '../../core/privacy/evidence.ts';
import type { Receipt } from '../../core/privacy/receipt.ts';

const DAY_MS = 86_400_000;

/** Instants in ISO 8601. */
export type SiteProof = {
  readonly site: string;
  readonly salts: {
    readonly live: readonly { readonly day: string; readonly createdAt: string }[];
    readonly destroyed: readonly {
      readonly day: string;
      readonly createdAt: string;
      readonly destroyedAt: string;
    }[];
  };
  readonly egress: readonly EgressLine[];
  readonly retention: {
    readonly lastRun: string | null;
    readonly classes: readonly {
      readonly name: string;
      readonly days: number | null;
      readonly ranAt: string | null;
      readonly went: number | null;
    }[];
  };
  readonly erasures: Omit<Evidence['erasures'], 'receipts'> & { readonly receipts: readonly Receipt[] };
  readonly keys: readonly { readonly key: string; readonly since: string; readonly days: number }[];
  readonly oldKeys: number;
};

/** @param now UTC ms. @example presentProof(evidence, now).salts.live */
export function presentProof(
  { site, salts, egress, retention, erasures, keys, oldKeys }: Evidence,
  now: number,
): SiteProof {
  return {
    site,
    salts: {
      live: salts.live.map(({ day, createdAt }) => ({ day, createdAt: iso(createdAt) })),
      destroyed: salts.destroyed.map(({ day, createdAt, destroyedAt }) => ({
        day,
        createdAt: iso(createdAt),
        destroyedAt: iso(destroyedAt),
      })),
    },
    egress,
    retention: {
      lastRun: retention.lastRun === null ? null : iso(retention.lastRun.ranAt),
      classes: retention.classes.map((own) => ({
        ...own,
        ranAt: own.ranAt === null ? null : iso(own.ranAt),
      })),
    },
    erasures,
    keys: keys.map(({ key, since }) => ({
      key,
      since: iso(since),
      days: Math.floor(Math.max(0, now - since) / DAY_MS),
    })),
    oldKeys,
  };
}

function iso(t: number): string {
  return new Date(t).toISOString();
}

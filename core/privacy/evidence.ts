/** What a site has on record of its own promises: when salts went, what left, which terms were kept, what was erased, how old keys are. */
import type { EgressBook, EgressLine } from '../deliveries/egress-book.ts';
import type { Engine } from '../engine.ts';
import type { SiteId } from '../entry.ts';
import type { DestroyedSalt, LiveSalt } from '../identity/salt-record.ts';
import type { Store } from '../ports.ts';
import type { Site } from '../sites/site.ts';
import { listOldKeys } from '../sites/site-keys.ts';
import { RETENTION_CLASSES } from './keep-terms.ts';
import { readKeyAges } from './key-ages.ts';
import type { Receipt } from './receipt.ts';
import { type LastRun, readLastCounts, readLastRun } from './trusted-time.ts';

/** Receipts that are shown one by one; the others are counted. */
const SHOWN_RECEIPTS = 20;

export type KeyAge = {
  readonly key: 'write' | 'secret' | 'operator' | 'master' | 'id';
  /** UTC ms. */
  readonly since: number;
};

/** All instants are UTC ms. */
export type Evidence = {
  readonly site: string;
  readonly createdAt: number;
  readonly salts: {
    readonly live: readonly Omit<LiveSalt, 'site'>[];
    readonly destroyed: readonly DestroyedSalt[];
  };
  readonly egress: readonly EgressLine[];
  readonly retention: {
    /** Of the latest run that began. */
    readonly lastRun: LastRun | null;
    readonly classes: readonly {
      readonly name: string;
      readonly days: number | null;
      /** When the latest run that ended went through it, and how many it took. */
      readonly ranAt: number | null;
      readonly went: number | null;
    }[];
  };
  readonly erasures: {
    readonly count: number;
    /** Begun, and not ended. */
    readonly open: number;
    /** Rows, by kind. */
    readonly removed: Readonly<Record<string, number>>;
    /** By platform and how far it is. */
    readonly told: Readonly<Record<string, number>>;
    /** Newest last. */
    readonly receipts: readonly Receipt[];
  };
  readonly keys: readonly KeyAge[];
  /** Rotated ones that open doors yet. */
  readonly oldKeys: number;
};

export type EvidencePorts = {
  readonly engine: Pick<Engine, 'saltRecord' | 'erasures' | 'audit' | 'now'>;
  readonly store: Pick<Store, 'getRecord' | 'putRecord' | 'listRecords'>;
  readonly egress: Pick<EgressBook, 'read'>;
};

/** @example const { salts } = await gatherEvidence({ engine, store, egress }, site) */
export async function gatherEvidence(ports: EvidencePorts, site: Site): Promise<Evidence> {
  const { engine, egress } = ports;
  const { siteId } = site;
  const live = await engine.saltRecord.live(siteId);
  return {
    site: site.site,
    createdAt: site.createdAt,
    salts: {
      live: live.map(({ day, createdAt }) => ({ day, createdAt })),
      destroyed: await engine.saltRecord.destroyed(siteId),
    },
    egress: await egress.read(siteId),
    retention: await readRetention(ports, site),
    erasures: await readErasures(ports, siteId),
    keys: await readKeyAges(engine.audit, site),
    oldKeys: listOldKeys(site, engine.now()).length,
  };
}

async function readRetention({ store }: EvidencePorts, { siteId, settings }: Site) {
  const lastRun = await readLastRun(store, siteId);
  const last = await readLastCounts(store, siteId);
  const classes = RETENTION_CLASSES.map(({ name, term }) => ({
    name,
    days: term(settings),
    ranAt: last?.ranAt ?? null,
    went: last?.counts[name] ?? null,
  }));
  return { lastRun, classes };
}

async function readErasures({ engine }: EvidencePorts, site: SiteId): Promise<Evidence['erasures']> {
  const receipts = await engine.erasures.list(site);
  const [removed, told] = [new Map<string, number>(), new Map<string, number>()];
  const add = (counts: Map<string, number>, name: string, more: number): void =>
    void counts.set(name, (counts.get(name) ?? 0) + more);
  for (const receipt of receipts) {
    for (const [kind, count] of Object.entries(receipt.removed)) add(removed, kind, count);
    for (const [platform, how] of Object.entries(receipt.told)) add(told, `${platform}: ${how}`, 1);
  }
  return {
    count: receipts.length,
    open: await engine.erasures.countOpen(site),
    removed: Object.fromEntries(removed),
    told: Object.fromEntries(told),
    receipts: receipts.slice(-SHOWN_RECEIPTS),
  };
}

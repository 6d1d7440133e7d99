/** How often which property of which event broke which rule: counts for the merchant, never a value. */
import type { Json, SiteId } from '../entry.ts';
import type { Clock, Store } from '../ports.ts';

const COLLECTION = 'violations';
/** Distinct findings kept a site; what strangers invent beyond that is counted together. */
const MOST_FINDINGS = 1_000;

export type Finding = {
  readonly name: string;
  readonly property: string;
  readonly rule: string;
  readonly hint: string;
};
export type CountedFinding = Finding & {
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
};

export type ViolationLog = {
  count(site: SiteId, finding: Finding): void;
  list(site: SiteId): Promise<readonly CountedFinding[]>;
  /** Writes what was counted since; idempotent. */
  flush(): Promise<void>;
};

export function createViolationLog(store: Store, clock: Clock): ViolationLog {
  const sites = new Map<SiteId, Promise<Map<string, CountedFinding>>>();
  const changed = new Map<SiteId, Set<string>>();

  const load = (site: SiteId): Promise<Map<string, CountedFinding>> => {
    const loaded = sites.get(site) ?? readAll(store, site);
    sites.set(site, loaded);
    return loaded;
  };

  async function add(site: SiteId, finding: Finding): Promise<void> {
    const findings = await load(site);
    const exact = [finding.name, finding.property, finding.rule].join('|');
    const key = findings.has(exact) || findings.size < MOST_FINDINGS ? exact : 'other';
    const now = clock.now();
    const before = findings.get(key);
    const first =
      key === 'other'
        ? { name: 'other', property: '', rule: 'many', hint: 'too many kinds to list' }
        : finding;
    findings.set(key, {
      ...(before ?? { ...first, firstAt: now }),
      count: (before?.count ?? 0) + 1,
      lastAt: now,
    });
    const keys = changed.get(site) ?? new Set();
    changed.set(site, keys.add(key));
  }

  return {
    count: (site, finding) => void add(site, finding),
    list: async (site) => [...(await load(site)).values()].toSorted((a, b) => b.count - a.count),
    flush: async () => {
      const work = [...changed];
      changed.clear();
      for (const [site, keys] of work) {
        const findings = await load(site);
        for (const key of keys) await store.putRecord(COLLECTION, site, key, findings.get(key) as Json);
      }
    },
  };
}

async function readAll(store: Store, site: SiteId): Promise<Map<string, CountedFinding>> {
  const rows = await store.listRecords(COLLECTION, site, null, MOST_FINDINGS + 1);
  return new Map(rows.map(({ key, value }) => [key, value as CountedFinding]));
}

/** How often which property of which event broke which rule: counts for the merchant, never a value. */
import type { Json, SiteId } from '../entry.ts';
import type { Clock, Store } from '../ports.ts';
import { sweepRecords } from '../privacy/records.ts';
import { changeRecord } from '../record-change.ts';

const COLLECTION = 'violations';
/** Distinct findings kept a site; what strangers invent beyond that is counted together. */
const MOST_FINDINGS = 1_000;
const OTHER = 'other';
/** Names of properties are the sender's to choose: their places are kept no longer than this. */
const LONGEST_PLACE = 200;

type Finding = {
  readonly name: string;
  readonly property: string;
  readonly rule: string;
  readonly hint: string;
};
type CountedFinding = Finding & {
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
};
type Findings = Map<string, CountedFinding>;

export type ViolationLog = {
  /** Counts in memory; `flush` writes. */
  count(site: SiteId, finding: Finding): void;
  /** Most frequent first. */
  list(site: SiteId): Promise<readonly CountedFinding[]>;
  flush(): Promise<void>;
  /**
   * Removes findings that were last met before an instant (UTC ms); answers how many.
   *
   * @param isDry Counts them, and changes nothing.
   */
  sweep(site: SiteId, before: number, isDry: boolean): Promise<number>;
};

export function createViolationLog(store: Store, clock: Clock): ViolationLog {
  let fresh = new Map<SiteId, Findings>();

  function count(site: SiteId, finding: Finding): void {
    const findings: Findings = fresh.get(site) ?? new Map();
    fresh.set(site, findings);
    const now = clock.now();
    const property = finding.property.slice(0, LONGEST_PLACE);
    addFinding(findings, { ...finding, property, count: 1, firstAt: now, lastAt: now });
  }

  async function write(site: SiteId, findings: Findings): Promise<void> {
    const known = await readFindings(store, site);
    const fresh = [...findings.values()].map((finding) => ({ key: addFinding(known, finding), finding }));
    for (const [key, own] of Map.groupBy(fresh, (one) => one.key))
      await changeRecord(store, [COLLECTION, site, key], (standing) => ({
        next: own.reduce<CountedFinding | undefined>(
          (sum, { finding }) => addUp(key, sum, finding),
          standing as CountedFinding | undefined,
        ) as Json,
        answer: null,
      }));
  }

  return {
    count,
    list: async (site) => {
      const findings = await readFindings(store, site);
      for (const finding of fresh.get(site)?.values() ?? []) addFinding(findings, finding);
      return [...findings.values()].toSorted((a, b) => b.count - a.count);
    },
    flush: async () => {
      const work = fresh;
      fresh = new Map();
      for (const [site, findings] of work) await write(site, findings);
    },
    sweep: (site, before, isDry) =>
      sweepRecords(
        store,
        { collection: COLLECTION, site, isOver: (_, value) => (value as CountedFinding).lastAt < before },
        isDry,
      ),
  };
}

/** @returns the key it is counted under. */
function addFinding(findings: Findings, added: CountedFinding): string {
  const exact = [added.name, added.property, added.rule].join('|');
  const key = findings.has(exact) || findings.size < MOST_FINDINGS ? exact : OTHER;
  findings.set(key, addUp(key, findings.get(key), added));
  return key;
}

function addUp(key: string, before: CountedFinding | undefined, added: CountedFinding): CountedFinding {
  const { name, property, rule, hint } = key === OTHER ? MANY : added;
  return {
    name,
    property,
    rule,
    hint,
    count: (before?.count ?? 0) + added.count,
    firstAt: Math.min(before?.firstAt ?? added.firstAt, added.firstAt),
    lastAt: Math.max(before?.lastAt ?? added.lastAt, added.lastAt),
  };
}

const MANY: Finding = { name: OTHER, property: '', rule: 'many', hint: 'too many kinds to list one by one' };

async function readFindings(store: Store, site: SiteId): Promise<Findings> {
  const rows = await store.listRecords(COLLECTION, site, null, MOST_FINDINGS + 1);
  return new Map(rows.map(({ key, value }) => [key, value as CountedFinding]));
}

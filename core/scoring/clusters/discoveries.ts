/** Segments that a site's sessions fall into by themselves: looked for on demand, each as a definition that can be put. */
import type { Entry, SiteId } from '../../entry.ts';
import { minorDigits } from '../../events/currency.ts';
import { createOneAtATime } from '../../measurement/one-at-a-time.ts';
import { type WalkPorts, walkVisitors } from '../../measurement/visitor-walk.ts';
import type { FoldRules } from '../../profiles/rules.ts';
import { NO_SESSIONS, stepSession } from '../../profiles/sessions.ts';
import type { SegmentDefinition } from '../../segments/condition.ts';
import { declinesProfiling } from '../profiling.ts';
import type { Discovery } from './discover.ts';
import { toSegment } from './segment-of-rule.ts';
import { createSessionMeter, SESSION_FEATURES } from './session-features.ts';
import { discoverAside, type SessionRows } from './thread.ts';

export type FoundSegment = Discovery['segments'][number] & { readonly definition: SegmentDefinition };

export type DiscoveryReport = Pick<Discovery, 'reason' | 'stability' | 'dropped'> & {
  /** UTC ms. */
  readonly at: number;
  readonly sessions: number;
  readonly visitors: number;
  readonly segments: readonly FoundSegment[];
};

export type Discoveries = {
  /** Looks at the sessions of the last 90 days. Whoever declines to be profiled is left out. */
  find(site: SiteId): Promise<DiscoveryReport>;
};

export type DiscoveriesPorts = WalkPorts & {
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly now: () => number;
  readonly look?: (rows: SessionRows) => Promise<Discovery>;
};

const LOOKED_BACK_MS = 90 * 86_400_000;
/** Visitors come by their hash, so that the first of them are a fair sample. */
const MOST_SESSIONS = 20_000;

/** @example (await createDiscoveries(ports).find(site)).segments[0]?.definition */
export function createDiscoveries(ports: DiscoveriesPorts): Discoveries {
  const looks = createOneAtATime<DiscoveryReport>();
  return { find: (site) => looks(site, '', () => find(ports, site)) };
}

async function find(ports: DiscoveriesPorts, site: SiteId): Promise<DiscoveryReport> {
  const { now, rulesOf, look = discoverAside } = ports;
  const at = now();
  const rows = await gatherSessions(ports, site, { rules: rulesOf(site), now: at });
  const { reason, stability, dropped, segments } = await look(rows);
  return {
    at,
    reason,
    stability,
    dropped,
    sessions: rows.matrix.rows,
    visitors: new Set(rows.visitors).size,
    segments: segments.map((found, place) => ({
      ...found,
      definition: toSegment(found.rule, { key: `found-${place + 1}`, features: SESSION_FEATURES }),
    })),
  };
}

async function gatherSessions(
  ports: WalkPorts,
  site: SiteId,
  { rules, now }: { readonly rules: FoldRules; readonly now: number },
): Promise<SessionRows> {
  const measure = createSessionMeter(SESSION_FEATURES, 10 ** (minorDigits(rules.currency) ?? 2));
  // Filled as sessions come: putting so many rows into columns at once would hold up everybody.
  const columns = SESSION_FEATURES.map(() => new Float64Array(MOST_SESSIONS));
  const visitors = new Uint32Array(MOST_SESSIONS);
  let [row, visitor] = [0, 0];
  for await (const { profile, read } of walkVisitors(ports, site, now)) {
    if (row === MOST_SESSIONS) break;
    if (declinesProfiling(profile, now)) continue;
    const events = await read({ types: ['event'], from: now - LOOKED_BACK_MS });
    for (const session of cutSessions(events, rules).slice(0, MOST_SESSIONS - row)) {
      const values = measure(session, session.at(-1)?.t ?? now);
      for (const [feature, column] of columns.entries()) column[row] = values[feature] ?? 0;
      visitors[row] = visitor;
      row += 1;
    }
    visitor += 1;
  }
  const features = SESSION_FEATURES.map(({ name }) => ({ name, kind: 'number' as const }));
  const matrix = { features, rows: row, columns: columns.map((column) => column.slice(0, row)) };
  return { matrix, visitors: visitors.slice(0, row) };
}

/** @param events In time order. */
function cutSessions(events: readonly Entry[], rules: FoldRules): readonly (readonly Entry[])[] {
  const cut: Entry[][] = [];
  let sessions = NO_SESSIONS;
  for (const event of events) {
    const after = stepSession(sessions, event, rules);
    if (after.count !== sessions.count) cut.push([]);
    cut.at(-1)?.push(event);
    sessions = after;
  }
  return cut;
}

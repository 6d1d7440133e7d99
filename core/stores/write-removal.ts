/** Removing a visitor: every row that holds the id, wherever it stands. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { toStoredVisitor, toTypeCode } from './codec.ts';
import type { Handlers } from './operations.ts';
import { addContributions } from './schema-campaigns.ts';
import type { SiteCodes } from './site-codes.ts';
import { createSiteRemoval } from './write-site-removal.ts';

type Place = { readonly kind: string; readonly from: string; readonly where: string; readonly unit: string };

const LINK = toTypeCode('link');
/** What outboxes carry. */
const OUTGOING = (['decision', 'exposure', 'notice', 'score'] as const).map(toTypeCode);

/**
 * A text that is the visitor's id, or the id and something after a colon. Written as one range (`;` is the
 * character after `:`), so that an index finds it, and a check of what follows the 32 digits of the id.
 */
const STARTS = (column: string) =>
  `${column} >= $text AND ${column} < $text || ';' AND substr(${column}, 33, 1) IN ('', ':')`;

/** Where rows about a visitor stand, and what makes one of them one in a receipt. */
const PLACES: readonly Place[] = [
  {
    // Deliveries that wait or were given up: rows of the outboxes are named by their entry.
    kind: 'deliveries',
    from: 'records',
    where: `site = $siteId AND key IN (SELECT id_text FROM entries
      WHERE site = $site AND visitor = $visitor AND type IN (${OUTGOING.join(', ')}))`,
    unit: "collection || ' ' || key",
  },
  {
    kind: 'links',
    from: 'entries',
    where: `site = $site AND type = ${LINK} AND visitor = $visitor`,
    unit: 'seq',
  },
  {
    kind: 'links',
    from: 'entries',
    where: `site = $site AND type = ${LINK} AND json_extract(data, '$.p.to') = $text`,
    unit: 'seq',
  },
  { kind: 'entries', from: 'entries', where: 'site = $site AND visitor = $visitor', unit: 'seq' },
  { kind: 'profiles', from: 'profiles', where: 'site = $site AND visitor = $visitor', unit: 'visitor' },
  { kind: 'bases', from: 'bases', where: 'site = $site AND visitor = $visitor', unit: 'since' },
  {
    kind: 'bases',
    from: 'account_bases',
    where: 'site = $site AND visitor = $visitor',
    unit: "account || ' ' || since",
  },
  {
    kind: 'reservations',
    from: 'places',
    where: `site = $site AND ${STARTS('unit')}`,
    unit: "unit || ' ' || id",
  },
  { kind: 'claims', from: 'claims', where: `site = $site AND owner = $text`, unit: 'key' },
  { kind: 'claims', from: 'claims', where: `site = $site AND ${STARTS('key')}`, unit: 'key' },
  {
    kind: 'records',
    from: 'records',
    where: `site = $siteId AND ${STARTS('key')}`,
    unit: "collection || ' ' || key",
  },
  { kind: 'retired', from: 'retired', where: 'site = $site AND visitor = $visitor', unit: 'hash' },
];

type Names = Record<string, SQLInputValue>;

function createSweep(db: DatabaseSync, { from, where, unit }: Place): (names: Names) => number {
  const count = db.prepare(`SELECT count(DISTINCT ${unit}) AS found FROM ${from} WHERE ${where}`);
  const remove = db.prepare(`DELETE FROM ${from} WHERE ${where}`);
  for (const statement of [count, remove]) statement.setAllowUnknownNamedParameters(true);
  return (names) => {
    const found = Number(count.get(names)?.found);
    if (found > 0) remove.run(names);
    return found;
  };
}

export function createRemovalHandlers(
  db: DatabaseSync,
  sites: SiteCodes,
): Pick<Handlers, 'removeVisitor' | 'removeSite' | 'unname'> {
  const ofVisitor = 'WHERE site = $site AND visitor = $visitor';
  /** The page load would still join the entries of one visit, so it goes too. */
  const unnameEntries = db.prepare(
    `UPDATE entries SET visitor = NULL, data = json_remove(data, '$.g') ${ofVisitor}`,
  );
  const contributions = db.prepare(
    `SELECT contributions FROM profiles ${ofVisitor} AND contributions IS NOT NULL`,
  );
  const keepTotals = db.prepare(addContributions('?1', '?2', { gone: 1 }));
  const dropPlaces = db.prepare('DELETE FROM places WHERE site = $site AND unit = $unit');
  const dropProfile = db.prepare(`DELETE FROM profiles ${ofVisitor}`);
  const forgetSuperseded = db.prepare(`DELETE FROM superseded ${ofVisitor}`);
  const sweeps = PLACES.map((place) => ({ kind: place.kind, sweep: createSweep(db, place) }));

  function removeOne(names: Names, counts: Map<string, number>): void {
    for (const { kind, sweep } of sweeps) counts.set(kind, (counts.get(kind) ?? 0) + sweep(names));
  }

  /** What the visitor adds to totals stands apart from now on: the row that says it is about to go. */
  function leaveTotals(names: { readonly $site: number; readonly $visitor: Uint8Array }): void {
    const added = contributions.get(names)?.contributions;
    if (typeof added === 'string') keepTotals.run(names.$site, added);
  }

  return {
    removeSite: createSiteRemoval(db, sites),
    unname({ site, visitor }) {
      const names = { $site: sites.codeOf(site), $visitor: toStoredVisitor(visitor) };
      leaveTotals(names);
      dropProfile.run(names);
      dropPlaces.run({ $site: names.$site, $unit: visitor });
      forgetSuperseded.run(names);
      return Number(unnameEntries.run(names).changes);
    },
    removeVisitor({ site, visitors, keepsTotals }) {
      const counts = new Map(PLACES.map(({ kind }) => [kind, 0]));
      for (const visitor of visitors) {
        const names = { $site: sites.codeOf(site), $visitor: toStoredVisitor(visitor) };
        if (keepsTotals) leaveTotals(names);
        forgetSuperseded.run(names);
        removeOne({ ...names, $siteId: site, $text: visitor }, counts);
      }
      return Object.fromEntries(counts);
    },
  };
}

/** The ledger of limits: places taken, shown, given back, and forgotten when they ran out. */
import type { DatabaseSync } from 'node:sqlite';
import type { Limit, Reservation } from '../ports.ts';
import type { Handlers } from './operations.ts';
import type { SiteCodes } from './site-codes.ts';

/** What `places.state` holds. */
export const RESERVED = 0;
export const CONFIRMED = 1;
export const RELEASED = 2;

const IS_LIVE = `(state = ${CONFIRMED} OR (state = ${RESERVED} AND expires > $now))`;

/** What counts toward nothing still has a row, so that it can be confirmed. */
const NOTHING = [''];
const LISTED = '(SELECT value FROM json_each($units))';

export function createLedgerHandlers(
  db: DatabaseSync,
  sites: SiteCodes,
): Pick<Handlers, 'reserve' | 'confirm' | 'release' | 'sweepReservations'> {
  const holds = db.prepare(
    `SELECT 1 FROM places WHERE site = $site AND unit = $unit AND id = $id AND ${IS_LIVE} LIMIT 1`,
  );
  const count = db.prepare(`
    SELECT count(DISTINCT id) AS taken FROM places
    WHERE site = $site AND unit IN ${LISTED} AND key = $key AND at > $since AND id <> $id AND ${IS_LIVE}`);
  const forget = db.prepare('DELETE FROM places WHERE site = ? AND unit = ? AND id = ?');
  const take = db.prepare(
    `INSERT OR REPLACE INTO places (site, unit, key, at, id, expires, state) VALUES (?, ?, ?, ?, ?, ?, ${RESERVED})`,
  );
  const confirm = db.prepare(`UPDATE places SET state = ${CONFIRMED} WHERE site = ? AND unit = ? AND id = ?`);
  const release = db.prepare(
    `UPDATE places SET state = ${RELEASED} WHERE site = ? AND unit = ? AND id = ? AND state = ${RESERVED}`,
  );
  const sweepWaiting = db.prepare(
    `DELETE FROM places WHERE state <> ${CONFIRMED} AND expires <= ? RETURNING site, unit, id`,
  );
  const sweepConfirmed = db.prepare(
    `DELETE FROM places WHERE state = ${CONFIRMED} AND at < ? RETURNING site, unit, id`,
  );

  function isFull(site: number, reservation: Reservation, { key, max, since }: Limit): boolean {
    const { unit, also = [], id, at } = reservation;
    const units = JSON.stringify([unit, ...also]);
    const asked = { $site: site, $units: units, $key: key, $since: since, $id: id, $now: at };
    return Number(count.get(asked)?.taken) >= max;
  }

  function write(site: number, reservation: Reservation): void {
    const { unit, id, at, expiresAt, limits, counts = limits.map(({ key }) => key) } = reservation;
    forget.run(site, unit, id);
    for (const key of counts.length > 0 ? counts : NOTHING) take.run(site, unit, key, at, id, expiresAt);
  }

  return {
    reserve(reservation) {
      const { unit, id, at, limits } = reservation;
      const site = sites.codeOf(reservation.site);
      if (holds.get({ $site: site, $unit: unit, $id: id, $now: at })) return { ok: true };
      const full = limits.find((limit) => isFull(site, reservation, limit));
      if (full) return { ok: false, key: full.key };
      write(site, reservation);
      return { ok: true };
    },
    confirm: ({ site, unit, id }) => confirm.run(sites.codeOf(site), unit, id).changes > 0,
    release: ({ site, unit, id }) => release.run(sites.codeOf(site), unit, id).changes > 0,
    sweepReservations({ now, confirmedBefore }) {
      const gone = [...sweepWaiting.all(now), ...sweepConfirmed.all(confirmedBefore)];
      return new Set(gone.map(({ site, unit, id }) => JSON.stringify([site, unit, id]))).size;
    },
  };
}

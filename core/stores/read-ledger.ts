/** Reading the ledger of limits, what a visitor is handed and nothing that decides; and who was first. */
import type { DatabaseSync } from 'node:sqlite';
import type { HeldPlace, Store } from '../ports.ts';
import { prepareRead } from './read-statement.ts';
import { CONFIRMED, RELEASED, RESERVED } from './write-ledger.ts';

export const STATES: Readonly<Record<number, HeldPlace['state']>> = {
  [RESERVED]: 'reserved',
  [CONFIRMED]: 'confirmed',
  [RELEASED]: 'released',
};

type StoredPlace = {
  readonly id: string;
  readonly key: string;
  readonly at: number;
  readonly expires: number;
  readonly state: number;
};

/** @example const { readPlaces } = createLedgerReads(openReader(path)); */
export function createLedgerReads(db: DatabaseSync): Pick<Store, 'readPlaces' | 'readClaim'> {
  const read = prepareRead<StoredPlace>(
    db,
    `SELECT id, key, at, expires, state FROM places
     WHERE site = (SELECT code FROM sites WHERE site = $site) AND unit IN (SELECT value FROM json_each($units))
     ORDER BY at, id, key`,
  );
  const readHolder = prepareRead<{ readonly owner: string }>(
    db,
    'SELECT owner FROM claims WHERE site = (SELECT code FROM sites WHERE site = $site) AND key = $key',
  );
  return {
    readClaim: async (site, key) => readHolder({ $site: site, $key: key })[0]?.owner ?? null,
    async readPlaces(site, units) {
      const rows = read({ $site: site, $units: JSON.stringify(units) });
      return rows.map(({ id, key, at, expires, state }) => ({
        id,
        key,
        at,
        expiresAt: expires,
        state: STATES[state] ?? 'released',
      }));
    },
  };
}

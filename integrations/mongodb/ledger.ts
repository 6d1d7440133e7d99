/**
 * The ledger of limits. All places of one unit stand in one document that carries a revision: whoever read an older one
 * finds nothing to replace, reads again and decides again. So a limit holds over any number of servers.
 */
import { randomBytes } from 'node:crypto';
import { compareTexts } from '../../core/entry.ts';
import type { HeldPlace, Limit, Reservation, ReserveOutcome, Store } from '../../core/ports.ts';
import { createNamedTurns } from '../../core/turns.ts';
import type { Collections, LedgerDocument, PlaceLine } from './collections.ts';
import { isTaken } from './faults.ts';
import { keyOf } from './keys.ts';

type Ledger = Pick<Store, 'reserve' | 'confirm' | 'release' | 'readPlaces' | 'sweepReservations'>;

/** What counts toward nothing still has a line, so that it can be confirmed. */
const NOTHING = [''];
/** Drawn, not counted: a document that was removed and made anew has none of before. */
const REV_BYTES = 9;
/** Units that are swept in one go. */
const SWEPT = 200;

const isLive = ({ state, expires }: PlaceLine, now: number): boolean =>
  state === 'confirmed' || (state === 'reserved' && expires > now);

function isFull(lines: readonly PlaceLine[], { id, at }: Reservation, { key, max, since }: Limit): boolean {
  const taken = lines.filter(
    (line) => line.key === key && line.at > since && line.id !== id && isLive(line, at),
  );
  return new Set(taken.map((line) => line.id)).size >= max;
}

function linesOf({ id, at, expiresAt, limits, counts }: Reservation): readonly PlaceLine[] {
  const keys = [...new Set(counts ?? limits.map(({ key }) => key))];
  return (keys.length > 0 ? keys : NOTHING).map((key) => ({
    id,
    key,
    at,
    expires: expiresAt,
    state: 'reserved',
  }));
}

function least(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => Math.min(a, b));
}

/** What sweeps look for is kept beside the lines. */
function marksOf(p: readonly PlaceLine[]): Pick<LedgerDocument, 'p' | 'runsOut' | 'oldest'> {
  const waiting = p.filter(({ state }) => state !== 'confirmed').map(({ expires }) => expires);
  const confirmed = p.filter(({ state }) => state === 'confirmed').map(({ at }) => at);
  return { p, runsOut: least(waiting), oldest: least(confirmed) };
}

export function ledgerKey(site: string, unit: string): string {
  return keyOf(site, unit);
}

type Change = <T>(
  site: string,
  unit: string,
  /** Lines to write, null to leave them, and what to answer. */
  decide: (
    lines: readonly PlaceLine[],
  ) => Promise<{ readonly lines: readonly PlaceLine[] | null; readonly answer: T }>,
) => Promise<T>;

/** Changes the lines of one unit in one step, however many try at once. */
function createChange({ ledgers }: Pick<Collections, 'ledgers'>): Change {
  /** Those of one process wait for each other, and not in vain for a revision. */
  const inTurn = createNamedTurns();

  /** False: somebody else was faster. */
  async function replace(
    before: LedgerDocument | null,
    site: string,
    unit: string,
    lines: readonly PlaceLine[],
  ): Promise<boolean> {
    const _id = ledgerKey(site, unit);
    const document = {
      s: site,
      u: unit,
      rev: randomBytes(REV_BYTES).toString('base64url'),
      ...marksOf(lines),
    };
    if (before === null) {
      if (lines.length === 0) return true;
      try {
        await ledgers.insertOne({ _id, ...document });
        return true;
      } catch (error) {
        if (isTaken(error)) return false;
        throw error;
      }
    }
    const guard = { _id, rev: before.rev };
    if (lines.length === 0) return (await ledgers.deleteOne(guard)).deletedCount === 1;
    return (await ledgers.replaceOne(guard, document)).matchedCount === 1;
  }

  return (site, unit, decide) =>
    inTurn(ledgerKey(site, unit), async () => {
      for (;;) {
        const before = await ledgers.findOne({ _id: ledgerKey(site, unit) });
        const { lines, answer } = await decide(before?.p ?? []);
        if (lines === null || (await replace(before, site, unit, lines))) return answer;
      }
    });
}

/** @example const { reserve } = createLedger(collections) */
export function createLedger(collections: Pick<Collections, 'ledgers'>): Ledger {
  const { ledgers } = collections;
  const change = createChange(collections);

  async function readLines(site: string, units: readonly string[]): Promise<readonly PlaceLine[]> {
    if (units.length === 0) return [];
    const keys = [...new Set(units)].map((unit) => ledgerKey(site, unit));
    return (await ledgers.find({ _id: { $in: keys } }).toArray()).flatMap(({ p }) => p);
  }

  /** @param from States that may become it. */
  function move(
    site: string,
    unit: string,
    id: string,
    from: readonly HeldPlace['state'][],
    to: HeldPlace['state'],
  ): Promise<boolean> {
    return change(site, unit, async (lines) => {
      const moves = (line: PlaceLine) => line.id === id && from.includes(line.state);
      if (!lines.some(moves)) return { lines: null, answer: false };
      return { lines: lines.map((line) => (moves(line) ? { ...line, state: to } : line)), answer: true };
    });
  }

  return {
    reserve(reservation) {
      const { site, unit, also = [], id, at, limits } = reservation;
      const others = also.filter((other) => other !== unit);
      return change<ReserveOutcome>(site, unit, async (own) => {
        if (own.some((line) => line.id === id && isLive(line, at)))
          return { lines: null, answer: { ok: true } };
        const all = [...own, ...(await readLines(site, others))];
        const full = limits.find((limit) => isFull(all, reservation, limit));
        if (full !== undefined) return { lines: null, answer: { ok: false, key: full.key } };
        const rest = own.filter((line) => line.id !== id);
        return { lines: [...rest, ...linesOf(reservation)], answer: { ok: true } };
      });
    },
    confirm: (site, unit, id) => move(site, unit, id, ['reserved', 'released', 'confirmed'], 'confirmed'),
    release: (site, unit, id) => move(site, unit, id, ['reserved'], 'released'),
    async readPlaces(site, units) {
      const lines = await readLines(site, units);
      return lines
        .map(({ expires, ...line }): HeldPlace => ({ ...line, expiresAt: expires }))
        .sort((a, b) => a.at - b.at || compareTexts(a.id, b.id) || compareTexts(a.key, b.key));
    },
    sweepReservations: createSweep(ledgers, change),
  };
}

function createSweep(ledgers: Collections['ledgers'], change: Change): Ledger['sweepReservations'] {
  async function sweepUnit(
    site: string,
    unit: string,
    now: number,
    confirmedBefore: number,
  ): Promise<number> {
    const isOver = ({ state, expires, at }: PlaceLine) =>
      state === 'confirmed' ? at < confirmedBefore : expires <= now;
    return change(site, unit, async (lines) => {
      const gone = lines.filter(isOver);
      if (gone.length === 0) return { lines: null, answer: 0 };
      const left = lines.filter((line) => !isOver(line));
      return { lines: left, answer: new Set(gone.map(({ id }) => id)).size };
    });
  }

  return async (now, confirmedBefore) => {
    const over = { $or: [{ runsOut: { $lte: now } }, { oldest: { $lt: confirmedBefore } }] };
    let gone = 0;
    for (;;) {
      const some = await ledgers
        .find(over, { projection: { s: 1, u: 1 } })
        .limit(SWEPT)
        .toArray();
      for (const { s, u } of some) gone += await sweepUnit(s, u, now, confirmedBefore);
      if (some.length < SWEPT) return gone;
    }
  };
}

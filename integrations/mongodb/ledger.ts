/**
 * The ledger of limits. Each unit has one document that carries a revision: whoever read an older one finds nothing to
 * replace, reads again and decides again. So a limit holds over any number of servers. What is confirmed leaves that document
 * for pages, which it names.
 */
import type { HeldPlace, Limit, Reservation, ReserveOutcome, Store } from '../../core/ports.ts';
import { comparePlaces } from '../../core/stores/migration/tables.ts';
import type { Collections } from './collections.ts';
import { assertChanged, type Change, createChange, ledgerKey } from './ledger-change.ts';
import type { LedgerDocument, PageMark, PlaceLine } from './ledger-documents.ts';
import { createLedgerPages, type LedgerPages, type LedgerSizes, makePage } from './ledger-pages.ts';

type Ledger = Pick<Store, 'reserve' | 'confirm' | 'release' | 'readPlaces' | 'sweepReservations'>;

/** What counts toward nothing still has a line, so that it can be confirmed. */
const NOTHING = [''];
/** Units that are swept in one go. */
const SWEPT = 200;

const isLive = ({ state, expires }: PlaceLine, now: number): boolean =>
  state === 'confirmed' || (state === 'reserved' && expires > now);

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

/**
 * @param now UTC ms.
 * @example const { reserve } = createLedger(collections, Date.now)
 */
export function createLedger(
  collections: Pick<Collections, 'ledgers' | 'ledgerPages'>,
  now: () => number,
  sizes?: LedgerSizes,
): Ledger {
  const { ledgers } = collections;
  const pages = createLedgerPages(collections, now, sizes);
  const change = createChange(collections, pages);

  async function readUnits(site: string, units: readonly string[]): Promise<readonly LedgerDocument[]> {
    if (units.length === 0) return [];
    const keys = [...new Set(units)].map((unit) => ledgerKey(site, unit));
    return ledgers.find({ _id: { $in: keys } }).toArray();
  }

  /** @param from States that may become it. */
  function move(
    site: string,
    unit: string,
    id: string,
    from: readonly HeldPlace['state'][],
    to: HeldPlace['state'],
  ): Promise<boolean> {
    return change(site, unit, async ({ p, pages: marks }) => {
      const moves = (line: PlaceLine) => line.id === id && from.includes(line.state);
      if (p.some(moves)) {
        const moved = p.map((line) => (moves(line) ? { ...line, state: to } : line));
        return { next: { p: moved, pages: marks }, answer: true };
      }
      // On pages all are confirmed.
      const answer = from.includes(to) && marks.length > 0 && (await pages.holds(ledgerKey(site, unit), id));
      return { next: null, answer };
    });
  }

  return {
    reserve(reservation) {
      const { site, unit, also = [], id, at, limits } = reservation;
      const others = also.filter((other) => other !== unit);
      return change<ReserveOutcome>(site, unit, async (own) => {
        const isHeld =
          own.p.some((line) => line.id === id && isLive(line, at)) ||
          (own.pages.length > 0 && (await pages.holds(ledgerKey(site, unit), id)));
        if (isHeld) return { next: null, answer: { ok: true } };
        const units = [own, ...(await readUnits(site, others))];
        const counted = await count(pages, units, reservation);
        if (counted === null) return null;
        const full = limits.find((limit) => counted(limit) >= limit.max);
        if (full !== undefined) return { next: null, answer: { ok: false, key: full.key } };
        const rest = own.p.filter((line) => line.id !== id);
        return { next: { ...own, p: [...rest, ...linesOf(reservation)] }, answer: { ok: true } };
      });
    },
    confirm: (site, unit, id) => move(site, unit, id, ['reserved', 'released', 'confirmed'], 'confirmed'),
    release: (site, unit, id) => move(site, unit, id, ['reserved'], 'released'),
    async readPlaces(site, units) {
      for (let missed: string | null = null; ; ) {
        const found = await readUnits(site, units);
        const settled = await pages.read(found.flatMap((own) => own.pages ?? []));
        if (settled === null) missed = assertChanged(missed, found);
        else return toPlaces([...found.flatMap(({ p }) => p), ...settled]);
      }
    },
    sweepReservations: createSweep(ledgers, pages, change),
  };
}

function toPlaces(lines: readonly PlaceLine[]): readonly HeldPlace[] {
  return lines
    .map(({ expires, ...line }): HeldPlace => ({ ...line, expiresAt: expires }))
    .sort((a, b) => comparePlaces([a.at, a.id, a.key], [b.at, b.id, b.key]));
}

/**
 * How many others have taken of a limit. Pages that lie inside its window count by what their marks say; but an id may stand
 * in several units, and counts once.
 */
async function count(
  pages: LedgerPages,
  units: readonly Pick<LedgerDocument, 'p' | 'pages'>[],
  { id, at, limits }: Reservation,
): Promise<((limit: Limit) => number) | null> {
  const marks = units.flatMap((unit) => unit.pages ?? []);
  const isRead = (mark: PageMark) =>
    limits.some(({ key, since }) => {
      const own = mark.keys.find((one) => one.key === key);
      return own !== undefined && own.to > since && (units.length > 1 || own.from <= since);
    });
  const settled = await pages.read(marks.filter(isRead));
  if (settled === null) return null;
  const lines = [...units.flatMap(({ p }) => p), ...settled];
  const sums = marks.filter((mark) => !isRead(mark)).flatMap(({ keys }) => keys);
  return ({ key, since }) => {
    const taken = lines.filter(
      (line) => line.key === key && line.at > since && line.id !== id && isLive(line, at),
    );
    const whole = sums.filter((own) => own.key === key && own.from > since);
    return new Set(taken.map((line) => line.id)).size + whole.reduce((sum, { n }) => sum + n, 0);
  };
}

function createSweep(
  ledgers: Collections['ledgers'],
  pages: LedgerPages,
  change: Change,
): Ledger['sweepReservations'] {
  const countIds = (lines: readonly PlaceLine[]) => new Set(lines.map(({ id }) => id)).size;

  async function sweepUnit(
    site: string,
    unit: string,
    now: number,
    confirmedBefore: number,
  ): Promise<number> {
    const isOver = ({ state, expires, at }: PlaceLine) =>
      state === 'confirmed' ? at < confirmedBefore : expires <= now;
    return change(site, unit, async (own) => {
      const touched = own.pages.filter(({ from }) => from < confirmedBefore);
      const settled = await pages.read(touched);
      if (settled === null) return null;
      const gone = [...own.p, ...settled].filter(isOver);
      if (gone.length === 0) return { next: null, answer: 0 };
      const kept = settled.filter((line) => !isOver(line));
      const fresh = kept.length === 0 ? [] : [makePage(kept, touched.at(0)?.size)];
      const left = own.pages.filter((mark) => !touched.includes(mark));
      const p = own.p.filter((line) => !isOver(line));
      const next = { p, pages: [...fresh.map(({ mark }) => mark), ...left], fresh };
      return { next, answer: countIds(gone) };
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

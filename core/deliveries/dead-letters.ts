/** Deliveries that were given up: listing them, sending them again, letting them go. */
import type { LoggedEntry } from '../entry.ts';
import type { Desk } from './desk.ts';
import { isNamed } from './pump.ts';
import type { DeadLetter, Rows } from './rows.ts';

const PAGE = 500;

/** With the entry that it speaks of. */
export type OpenedLetter = DeadLetter & { readonly entry: LoggedEntry };

async function* deadLetters(rows: Rows): AsyncGenerator<DeadLetter> {
  for (let after: string | null = null; ; ) {
    const page: readonly DeadLetter[] = await rows.listDead(after, PAGE);
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.id ?? null;
  }
}

/** A letter about somebody who was erased meanwhile goes when it is met. */
export async function listDead(
  desk: Desk,
  after: string | null,
  limit: number,
): Promise<readonly OpenedLetter[]> {
  const { rows, store, site, seat, counts } = desk;
  const found: OpenedLetter[] = [];
  for (let from = after; found.length < limit; ) {
    const page = await rows.listDead(from, limit - found.length);
    for (const letter of page) {
      const entry = await store.readEntry(site, letter.id);
      if (entry !== null && isNamed(entry)) found.push({ ...letter, entry });
      else if (await rows.removeDead(letter.id)) {
        seat.give(1);
        counts.gone += 1;
      }
    }
    from = page.at(-1)?.id ?? null;
    if (from === null) break;
  }
  return found;
}

export async function resend(desk: Desk, ids: readonly string[] | undefined): Promise<number> {
  const { rows } = desk;
  let count = 0;
  if (ids === undefined) for await (const letter of deadLetters(rows)) count += await revive(desk, letter);
  for (const id of new Set(ids)) {
    const letter = await rows.findDead(id);
    if (letter !== null) count += await revive(desk, letter);
  }
  return count;
}

/** First the row, then the letter goes: a crash between sends it, and keeps the letter. */
async function revive({ rows, waiting, clock }: Desk, { id, seq, lane }: DeadLetter): Promise<number> {
  const delivery = {
    id,
    seq,
    lane,
    due: clock.now(),
    attempts: 0,
    firstAt: null,
    reason: '',
    isStored: true,
  };
  await rows.put(delivery);
  if (!(await rows.removeDead(id))) return 0;
  if (!waiting.has(lane, id)) waiting.add(delivery);
  return 1;
}

/**
 * Removes letters that died before an instant; answers how many. What the site's room counted of letters whose visitor
 * was erased since is given back: their rows went with the visitor, and told nobody here.
 */
export async function sweepDead({ rows, seat, waiting }: Desk, before: number): Promise<number> {
  const known = seat.count();
  let [removed, left] = [0, 0];
  for await (const letter of deadLetters(rows)) {
    const isOld = letter.lastAt < before;
    if (!isOld) left += 1;
    if (!isOld || !(await rows.removeDead(letter.id))) continue;
    seat.give(1);
    removed += 1;
  }
  // Only where nothing came or went meanwhile: the next sweep is a day away, and counts again.
  const surplus = known - removed - left - waiting.size();
  if (seat.count() === known - removed && surplus > 0) seat.give(surplus);
  return removed;
}

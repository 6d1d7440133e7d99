/**
 * What visitors let happen, by day: page loads by what was in force for them. The log does not hold what nobody may keep, so
 * each server counts what it answers, and adds that to the day in the store once a minute. A batch has a number of its
 * server's, and a day holds the last one of each server: whatever breaks off the writing, a batch is added once.
 */
import * as z from 'zod';
import type { Json, SiteId } from '../entry.ts';
import type { Store } from '../ports.ts';
import { changeRecord } from '../record-change.ts';
import type { Site } from '../sites/site.ts';
import { createTurns } from '../turns.ts';
import { localDate } from '../zone.ts';
import { datesOf, listDated } from './dated.ts';
import type { Dates } from './runs.ts';

/**
 * `allowed`: being analysed was. `undecided`: nothing was said, or nobody has to be asked. `denied`: nothing was kept, by the
 * visitor's word or their browser's "Do Not Track". `gpc`: nothing was kept, by Global Privacy Control.
 */
export const CHOICES = ['allowed', 'undecided', 'denied', 'gpc'] as const;
export type Choice = (typeof CHOICES)[number];
export type ChoiceCounts = Readonly<Record<Choice, number>>;

export type ChoicesReport = Dates & {
  readonly days: readonly (ChoiceCounts & { readonly date: string })[];
  readonly totals: ChoiceCounts;
};

export type Choices = {
  /** Counts in memory; `flush` writes. */
  count(site: Site, choice: Choice): void;
  /** @throws what the store throws; the next call goes on with what is not written. */
  flush(): Promise<void>;
  /** What this server has counted until now is in it; other servers' of the last minute may not be. */
  read(site: SiteId, period: Dates): Promise<ChoicesReport>;
};

export type ChoicePorts = {
  readonly store: Pick<Store, 'getRecord' | 'putRecord' | 'listRecords'>;
  readonly now: () => number;
  /** Of this server, since its start: no other one has it. */
  readonly writer: string;
};

export const CHOICE_DAYS = 'statistics-choices';

const NOTHING: ChoiceCounts = { allowed: 0, undecided: 0, denied: 0, gpc: 0 };
/** Servers, and their starts, of one day. One that was left out has long written its batch. */
const MOST_WRITERS = 100;

type Row = { readonly site: SiteId; readonly date: string; readonly counts: ChoiceCounts };
type Rows = Map<string, Row>;

/** @example createChoices({ store, now, writer }).count(site, 'allowed') */
export function createChoices({ store, now, writer }: ChoicePorts): Choices {
  const inTurn = createTurns();
  let fresh: Rows = new Map();
  let batch: { readonly number: number; readonly rows: Rows } = { number: 0, rows: new Map() };

  async function writeBatch(): Promise<void> {
    const { number, rows } = batch;
    for (const [key, row] of rows) {
      await addOnce(store, row, [writer, number]);
      rows.delete(key);
    }
  }

  async function write(): Promise<void> {
    await writeBatch();
    if (fresh.size === 0) return;
    batch = { number: batch.number + 1, rows: fresh };
    fresh = new Map();
    await writeBatch();
  }

  return {
    count: ({ siteId: site, settings }, choice) => {
      const date = localDate(now(), settings.timezone);
      const key = `${site} ${date}`;
      const counts = fresh.get(key)?.counts ?? NOTHING;
      fresh.set(key, { site, date, counts: { ...counts, [choice]: counts[choice] + 1 } });
    },
    flush: () => inTurn(write),
    read: async (site, period) => {
      await inTurn(write);
      const days = await readDays(store, site, period);
      return { ...period, days, totals: days.reduce(add, NOTHING) };
    },
  };
}

/** @param last Of its server. */
async function addOnce(
  store: Pick<Store, 'getRecord' | 'putRecord'>,
  { site, date, counts }: Row,
  last: readonly [writer: string, number: number],
): Promise<void> {
  const [writer, number] = last;
  await changeRecord(store, [CHOICE_DAYS, site, date], (value) => {
    const day = readChoices(value);
    const known = day.writers.find(([name]) => name === writer)?.[1] ?? 0;
    if (known >= number) return { answer: null };
    const others = day.writers.filter(([name]) => name !== writer);
    const next = { ...add(day, counts), writers: [...others, last].slice(-MOST_WRITERS) };
    return { next: next as Json, answer: null };
  });
}

function add(a: ChoiceCounts, b: ChoiceCounts): ChoiceCounts {
  return {
    allowed: a.allowed + b.allowed,
    undecided: a.undecided + b.undecided,
    denied: a.denied + b.denied,
    gpc: a.gpc + b.gpc,
  };
}

async function readDays(
  store: Pick<Store, 'listRecords'>,
  site: SiteId,
  period: Dates,
): Promise<ChoicesReport['days']> {
  const found = await listDated(store, [CHOICE_DAYS, site], period);
  const known = new Map(found.map(({ date, value }) => [date, value]));
  return datesOf(period).map((date) => {
    const { writers: _, ...counts } = readChoices(known.get(date));
    return { date, ...counts };
  });
}

const count = z.number().int().min(0);
const dayShape = z.object({
  allowed: count,
  undecided: count,
  denied: count,
  gpc: count,
  writers: z.array(z.tuple([z.string(), z.number().int()])),
});

type ChoiceDay = z.infer<typeof dayShape>;

/** @param value As it lies in the store; what is no day counts as an empty one. */
export function readChoices(value: Json | undefined): ChoiceDay {
  const read = dayShape.safeParse(value);
  return read.success ? read.data : { ...NOTHING, writers: [] };
}

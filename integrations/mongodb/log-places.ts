/**
 * Places in the log, given out to every server from one document, and how far the log may be read. A place is taken before
 * what stands there is written, so a server that is slow leaves a hole behind which others have written already. Whoever
 * reads stops before the first place that somebody still writes at: the log is read in one order by everybody.
 */
import type { Filter } from 'mongodb';
import type { InklingError } from '../../core/errors.ts';
import type { Collections, MetaDocument } from './collections.ts';
import { unavailable, WRITE_MS } from './faults.ts';
import { makeOrWrite } from './insert.ts';

/** Places that were taken, which nobody reads past until they are released or their time is up. */
export type Mark = {
  /** The first of them. */
  readonly first: number;
  readonly name: string;
  /** {@link LogPlaces.marked} when they were taken. */
  readonly marked: number;
  /**
   * @throws InklingError `store_unavailable` when a command that begins now might end after the time is up, or others may wait
   * for this server no longer.
   */
  readonly assertHeld: () => void;
};

export type LogPlaces = {
  take(count: number): Promise<Mark>;
  /**
   * Everything at those places is written, or never will be.
   *
   * @param sites Whose entries stand there. `shut`: one of them has been shut since; the places are held on.
   * @param marked What {@link LogPlaces.marked} was when the marks of their ids were looked at last. `marked`: some have been
   * made since; the places are held on.
   */
  release(mark: Mark, sites?: readonly string[], marked?: number): Promise<'released' | 'shut' | 'marked'>;
  /** Nothing more is asked to be written there: nobody reads past them until what is on its way has ended, and no longer. */
  giveUp(mark: Mark): Promise<void>;
  /** How often marks of ids that were taken out have been made, as far as this process has seen: a bound from below. */
  marked(): number;
  /** Some have been made. Before what they are of goes: whoever looked for it before then sees that there are new ones. */
  noteMarked(): Promise<void>;
  /** From now on every server that takes places knows that the site takes nothing more. */
  shut(site: string): Promise<void>;
  /** As far as this process has seen. */
  isShut(site: string): boolean;
  /** The highest place that may be read. */
  reach(): Promise<number>;
  /** The same, and the highest place that was given out. */
  bounds(): Promise<{ readonly reach: number; readonly last: number }>;
};

/**
 * How long others wait for a server that took places and said nothing more. Nothing is written there after that: none of its
 * commands begins that would end too late.
 */
const LEASE_MS = 60_000;
/** A command ends by {@link WRITE_MS} on the database; the driver looks for a new connection and asks once more where one broke. */
const COMMAND_MS = 3 * WRITE_MS;

/**
 * How long a site that was removed is named to every server. One that is alive looks at the log twice a second, whoever took
 * places has lost them after a minute, and a command ends within seconds: only a process that stood still for as long as
 * this, in the middle of a command, could write anything of the site after that.
 */
const SHUT_MS = 7 * 24 * 3_600_000;

export const LOG = 'log';

export type LogWatch = {
  /** Told once of each site that is being removed, by whichever server. */
  readonly noteShut?: (site: string) => void;
  /** False once others may have stopped waiting for this server: somebody may be erased without it. */
  readonly isCurrent?: () => boolean;
};

/**
 * @param node Name of this process among those that share the database: no dots.
 * @param now UTC ms; the clocks of servers may differ by less than {@link WRITE_MS}.
 * @param watch What this server knows of the others.
 * @example const places = createLogPlaces(meta, 'node-1', Date.now); const { first } = await places.take(10)
 */
export function createLogPlaces(
  meta: Collections['meta'],
  node: string,
  now: () => number,
  { noteShut = () => undefined, isCurrent = () => true }: LogWatch = {},
): LogPlaces {
  /** What was given out when this process last looked: a bound from below for what it is given next. */
  let known = 0;
  let taken = 0;
  /** Marks that hold nothing: of a try that did not get so far, and of servers that are long gone. */
  const strays = new Set<string>();

  function noteDead(open: MetaDocument['open'] = {}): void {
    for (const [name, { until }] of Object.entries(open)) if (until + LEASE_MS < now()) strays.add(name);
  }

  const seen = createSeen(noteShut);

  async function bounds() {
    const log = await meta.findOne({ _id: LOG });
    const held = Object.values(log?.open ?? {}).filter(({ until }) => until > now());
    const last = log?.next ?? 0;
    known = Math.max(known, last);
    seen.note(log);
    return { reach: Math.min(last, ...held.map(({ from }) => from - 1)), last };
  }

  return {
    async take(count) {
      taken += 1;
      const name = `${node}-${taken}`;
      const until = now() + LEASE_MS;
      const change = { $inc: { next: count }, $set: { [`open.${name}`]: { from: known + 1, until } } };
      strays.add(name);
      const log = await makeOrWrite(() =>
        meta.findOneAndUpdate({ _id: LOG }, change, { upsert: true, returnDocument: 'after' }),
      );
      strays.delete(name);
      noteDead(log?.open);
      seen.note(log);
      known = log?.next ?? 0;
      const assertHeld = (): void => {
        if (!isCurrent()) throw outOfTouch();
        if (now() <= until - COMMAND_MS) return;
        throw unavailable('writing a group took too long', 'look at how long the database takes to write');
      };
      return { first: known - count + 1, name, marked: seen.marked(), assertHeld };
    },
    async release({ name }, sites = [], marked) {
      const names = [name, ...strays];
      const $unset = Object.fromEntries(names.map((one) => [`open.${one}`, '' as const]));
      const { matchedCount } = await meta.updateOne(whereAsSeen(sites, marked), { $unset });
      const log = matchedCount === 0 ? await meta.findOne({ _id: LOG }) : null;
      seen.note(log);
      if (log !== null) return sites.some(seen.isShut) ? 'shut' : 'marked';
      for (const one of names) strays.delete(one);
      return 'released';
    },
    marked: seen.marked,
    noteMarked: async () => {
      await meta.updateOne({ _id: LOG }, { $inc: { marked: 1 } }, { maxTimeMS: WRITE_MS });
    },
    async giveUp({ name }) {
      // Twice: a command begun just now ends by then, also for whoever's clock is ahead.
      const until = now() + 2 * WRITE_MS;
      const filter = { _id: LOG, [`open.${name}.until`]: { $gt: until } };
      await meta.updateOne(filter, { $set: { [`open.${name}.until`]: until } });
    },
    async shut(site) {
      const change = { $addToSet: { shut: site }, $set: { [`shutAt.${site}`]: now() } };
      const log = await makeOrWrite(() =>
        meta.findOneAndUpdate({ _id: LOG }, change, { upsert: true, returnDocument: 'after' }),
      );
      seen.note({ shut: [site] });
      await leaveOut(meta, log, now());
    },
    isShut: seen.isShut,
    reach: async () => (await bounds()).reach,
    bounds,
  };
}

/** What this process has seen of what every server is to know before it writes. */
function createSeen(noteShut: (site: string) => void) {
  const shutSites = new Set<string>();
  let marked = 0;
  return {
    note(log: Pick<MetaDocument, 'shut' | 'marked'> | null): void {
      marked = Math.max(marked, log?.marked ?? 0);
      for (const site of log?.shut ?? []) {
        if (shutSites.has(site)) continue;
        shutSites.add(site);
        noteShut(site);
      }
    },
    isShut: (site: string): boolean => shutSites.has(site),
    marked: (): number => marked,
  };
}

/** Where none of the sites was shut, and no mark made since they were looked at; those are not asked for where that is left out. */
function whereAsSeen(sites: readonly string[], marked?: number): Filter<MetaDocument> {
  const shut = { $nin: [...sites] };
  if (marked === undefined) return { _id: LOG, shut };
  return { _id: LOG, shut, marked: marked === 0 ? { $exists: false } : marked };
}

/** Sites that are gone for long enough: the list goes over the wire with each group. */
async function leaveOut(meta: Collections['meta'], log: MetaDocument | null, now: number): Promise<void> {
  for (const site of log?.shut ?? []) {
    const [field, at] = [`shutAt.${site}`, log?.shutAt?.[site]];
    // Of one that was shut before that was written down it is now.
    if (at === undefined) await meta.updateOne({ _id: LOG }, { $set: { [field]: now } });
    else if (at < now - SHUT_MS)
      await meta.updateOne({ _id: LOG, [field]: at }, { $pull: { shut: site }, $unset: { [field]: '' } });
  }
}

function outOfTouch(): InklingError {
  return unavailable(
    'this server has not been able to hear the others for a while',
    'send it again in a moment; look at its connection to the database',
  );
}

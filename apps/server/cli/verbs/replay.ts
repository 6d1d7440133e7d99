import { basename } from 'node:path';
import { readSettings } from '../../settings.ts';
import { findSite, type Installation, openInstallation } from '../installation.ts';
import { Misuse } from '../misuse.ts';
import type { SiteLine } from '../operations.ts';
import { pause } from '../pause.ts';
import { loadMap } from '../replay/map.ts';
import { count, createProgressBar, duration } from '../replay/progress-bar.ts';
import { type ReplayOptions, type ReplayReport, replay } from '../replay/replay.ts';
import { type Arguments, optionText, type Report, refused, type Terminal, type Verb } from '../verb.ts';

const USUAL_CONCURRENCY = 4;
const MOST_CONCURRENCY = 32;

export const replayVerb: Verb = {
  name: 'replay',
  summary: 'Sends the rows of a CSV or NDJSON file as events',
  usage: 'FILE [--map MAP.json] [--site S] [--speed N|max] [--shift-to-now] [--concurrency N]',
  options: {
    map: { value: 'MAP.json', what: 'how columns become events (docs/cli.md); else rows are events already' },
    site: { value: 'S', what: 'short name of the site; the only one unless said' },
    speed: { value: 'N|max', what: 'events a second; max (the default) is as fast as the server takes them' },
    'shift-to-now': { what: 'moves all times so that the latest row is now' },
    concurrency: {
      value: 'N',
      what: `posts under way at once, 1 to ${MOST_CONCURRENCY} (${USUAL_CONCURRENCY})`,
    },
  },
  positionals: [1, 1],
  details: [
    'Files may be gzipped and of any size. The id of an event is made of its row, so a second',
    'replay adds nothing, and one that was interrupted goes on where it stopped. Rows that are',
    'not taken are listed and do not stop the run; the exit code is 1 then.',
  ].join('\n'),
  run: runReplay,
};

async function runReplay(args: Arguments, terminal: Terminal): Promise<Report> {
  const path = args.positionals[0] ?? '';
  const speed = readSpeed(optionText(args, 'speed') ?? 'max');
  const concurrency = readConcurrency(optionText(args, 'concurrency'));
  const settings = readSettings(terminal.env);
  const mapPath = optionText(args, 'map');
  const loaded = mapPath === undefined ? null : await loadMap(mapPath);
  if (loaded !== null && !loaded.map.ok) return refused(loaded.map);
  const map = loaded?.map.ok ? { text: loaded.text, map: loaded.map.value } : null;
  const installation = await openInstallation({ settings, clock: terminal.clock, mayCreate: true });
  try {
    const site = await findSite(installation.operations, optionText(args, 'site'));
    if (!site.ok) return refused(site);
    warnOfCurrency(map?.map.properties?.currency, site.value, terminal);
    const shiftToNow = args.options['shift-to-now'] === true;
    const options = {
      path,
      map,
      siteId: site.value.siteId,
      dataDir: settings.dataDir,
      speed,
      concurrency,
      shiftToNow,
    };
    return await report(options, site.value, installation, terminal);
  } finally {
    await installation.close();
  }
}

async function report(
  options: ReplayOptions,
  site: SiteLine,
  installation: Installation,
  terminal: Terminal,
): Promise<Report> {
  const { clock, stopped, columns, warn } = terminal;
  const bar = createProgressBar({ columns, write: warn, now: clock.now });
  const sink = await installation.openSink(site);
  const wait = (ms: number): Promise<void> => pause(ms, stopped);
  try {
    const replayed = await replay(options, { sink, now: clock.now, wait, stopped, onProgress: bar.update });
    if ('ok' in replayed) return refused(replayed);
    const json = { file: options.path, site: site.site, ...replayed };
    const exit = replayed.isWhole && replayed.bad === 0 ? 0 : 1;
    return { exit, json, text: describe(replayed, options.path, site.site) };
  } finally {
    bar.clear();
  }
}

function describe(replayed: ReplayReport, path: string, site: string): string {
  const { rows, added, duplicates, counted, skipped, bad, resumedAt, shiftMs, isWhole, elapsedMs } = replayed;
  const seconds = Math.max(elapsedMs / 1_000, 0.001);
  const line = (n: number, what: string): readonly string[] =>
    n === 0 ? [] : [`  ${count(n).padStart(12)}  ${what}`];
  return [
    `${isWhole ? 'Replayed' : 'Stopped in'} ${basename(path)} into ${site}: ${count(rows)} rows in ${duration(seconds)}, ${count(Math.round(rows / seconds))} a second.`,
    ...line(resumedAt, 'rows were sent by an earlier run'),
    `  ${count(added).padStart(12)}  events added`,
    ...line(duplicates, 'were there before'),
    ...line(counted, 'kept without a visitor: the row states no consent to analytics'),
    ...line(skipped, 'rows left out by the map'),
    ...line(bad, 'rows not taken'),
    ...replayed.badRows.map(({ line: at, fault, cure }) => `${path}:${at}: ${fault}; ${cure}`),
    ...(bad > replayed.badRows.length ? [`… and ${count(bad - replayed.badRows.length)} more`] : []),
    ...(shiftMs === 0 ? [] : [`Times were moved by ${duration(Math.abs(shiftMs) / 1_000)}.`]),
    ...(isWhole ? [] : ['Run the same command again: it goes on where this one stopped.']),
  ].join('\n');
}

/** Money in another currency is kept and never summed, which is better known before than after. */
function warnOfCurrency(source: unknown, site: SiteLine, { warn }: Terminal): void {
  if (typeof source !== 'object' || source === null || !('value' in source)) return;
  if (source.value === site.currency) return;
  warn(
    `The map says ${String(source.value)}, site ${site.site} counts in ${site.currency}: amounts are kept but not summed.\n` +
      `A site for them: inkling site create NAME --currency ${String(source.value)}\n\n`,
  );
}

function readSpeed(text: string): number | null {
  if (text === 'max') return null;
  const speed = Number(text);
  if (Number.isFinite(speed) && speed > 0) return speed;
  throw new Misuse(`--speed ${text} is no speed`, 'write events a second, or max');
}

function readConcurrency(text: string | undefined): number {
  if (text === undefined) return USUAL_CONCURRENCY;
  const concurrency = Number(text);
  if (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MOST_CONCURRENCY)
    return concurrency;
  throw new Misuse(
    `--concurrency ${text} is out of range`,
    `write a whole number from 1 to ${MOST_CONCURRENCY}`,
  );
}

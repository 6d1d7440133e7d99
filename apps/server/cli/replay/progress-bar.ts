/** One line on the screen of whoever watches a long run. */

const REDRAW_MS = 100;
const BAR_CELLS = 24;
/** Rates are of the last few seconds, so that the time left follows what happens now. */
const RATE_WINDOW_MS = 4_000;
/** Seconds of each, the largest first. */
const LEAST_UNIT = ['s', 1] as const;
const UNITS = [['d', 86_400], ['h', 3_600], ['min', 60], LEAST_UNIT] as const;

export type ProgressBar = {
  update(at: BarState): void;
  /** Wipes the line, so that what is written next stands alone. */
  clear(): void;
};

export type BarState = {
  readonly label: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly rows: number;
};

export type BarOptions = {
  /** Of the screen; null: nobody watches, nothing is drawn. */
  readonly columns: number | null;
  write(text: string): void;
  now(): number;
};

type Sample = { readonly at: number; readonly share: number; readonly rows: number };

export function createProgressBar({ columns, write, now }: BarOptions): ProgressBar {
  if (columns === null) return { update: () => undefined, clear: () => undefined };
  let samples: readonly Sample[] = [];
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    update: ({ label, share, rows }) => {
      const at = now();
      if (at - drawnAt < REDRAW_MS) return;
      drawnAt = at;
      samples = [...samples.filter((sample) => at - sample.at < RATE_WINDOW_MS), { at, share, rows }];
      write(`\r\u001b[K${drawBar({ label, share, rows }, samples, columns)}`);
    },
    clear: () => write('\r\u001b[K'),
  };
}

/** @example drawBar({ label: 'replay', share: 0.5, rows: 100 }, [], 80) // 'replay ████████████░░░░░░░░░░░░  50 %  100 rows' */
export function drawBar(
  { label, share, rows }: BarState,
  samples: readonly Sample[],
  columns: number,
): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * BAR_CELLS);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)}`;
  const parts = [`${String(Math.floor(share * 100)).padStart(3)} %`, `${count(rows)} rows`, ...pace(samples)];
  return `${label} ${bar} ${parts.join('  ')}`.slice(0, Math.max(0, columns - 1));
}

function pace(samples: readonly Sample[]): readonly string[] {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < 1_000) return [];
  const seconds = (last.at - first.at) / 1_000;
  const perSecond = Math.round((last.rows - first.rows) / seconds);
  const sharePerSecond = (last.share - first.share) / seconds;
  if (sharePerSecond <= 0) return [`${count(perSecond)}/s`];
  return [`${count(perSecond)}/s`, `${duration((1 - last.share) / sharePerSecond)} left`];
}

export function count(n: number): string {
  return n.toLocaleString('en-US');
}

/** The two largest units that say something. @example duration(95) // '1 min 35 s' */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const at = UNITS.findIndex(([, size]) => whole >= size);
  const [unit, size] = UNITS[at] ?? LEAST_UNIT;
  const [smaller, smallerSize] = UNITS[at + 1] ?? LEAST_UNIT;
  const rest = Math.floor((whole % size) / smallerSize);
  return `${count(Math.floor(whole / size))} ${unit}${rest === 0 ? '' : ` ${rest} ${smaller}`}`;
}

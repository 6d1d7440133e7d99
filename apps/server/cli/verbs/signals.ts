import { isDetailed } from '../../../../core/measurement/signals/behaviour.ts';
import type { SignalsView } from '../../routes/signals.ts';
import { onSite, SITE_OPTION } from '../installation.ts';
import { count } from '../replay/progress-bar.ts';
import { drawReport } from '../report-table.ts';
import { done, optionText, refused, type Verb } from '../verb.ts';
import { wrap } from '../wrap.ts';

type Signal = SignalsView['signals'][number];

/** In the table; `--json` has all. */
const MOST_SHOWN = 20;

export const signalsVerb: Verb = {
  name: 'signals',
  summary: 'Which deeds of the first days go with staying',
  usage: '[--days N] [--retained A-B] [--goal E] [--from T] [--to T] [--site S]',
  options: {
    days: { value: 'N', what: 'length of the beginning, in days (7)' },
    retained: { value: 'A-B', what: 'days in which who comes back has stayed (28-35)' },
    goal: { value: 'E', what: 'event that counts as staying (any)' },
    from: { value: 'T', what: 'first events from then on, ISO 8601 or epoch ms (120 days ago)' },
    to: { value: 'T', what: 'first events up to then (now)' },
    site: SITE_OPTION,
  },
  positionals: [0, 0],
  details: 'What each number means: docs/signals.md.',
  run: (args, terminal) =>
    onSite(args, terminal, async (site, { readSignals }) => {
      const [days, retained, goal, from, to] = ['days', 'retained', 'goal', 'from', 'to'].map((name) =>
        optionText(args, name),
      );
      const read = await readSignals({ site, days, retained, goal, from, to });
      return read.ok ? done(read.value, drawSignals(read.value)) : refused({ ...read, at: `--${read.at}` });
    }),
};

function drawSignals(view: SignalsView): string {
  const { days, retained, visitors, stayed, signals, warning, test, steps } = view;
  const who = `${count(stayed)} of ${count(visitors)} newcomers stayed: they came back in days ${retained.from} to ${retained.to}.`;
  const did = `What they did in their first ${days} days:`;
  const shown = signals.slice(0, MOST_SHOWN);
  const isStepped = shown.some(({ behaviour }) => isDetailed(behaviour));
  const table =
    shown.length === 0
      ? 'Too few did anything, or too few did not: no signal can be seen.'
      : drawReport(HEAD, shown.map(cellsOf));
  const more =
    signals.length > shown.length ? [`${signals.length - shown.length} more: --json has all.`] : [];
  return [
    wrap(`${who} ${leftOut(view)}`),
    did,
    '',
    table,
    ...more,
    '',
    wrap(`${warning} ${test}`),
    ...(isStepped ? ['', wrap(`${steps} Why: docs/privacy.md.`)] : []),
  ].join('\n');
}

const HEAD = ['behaviour', 'did it', 'stayed', 'lift', 'as active', 'bits', 'verdict'];

function cellsOf({
  behaviour,
  atLeast,
  did,
  didNot,
  lift,
  adjusted,
  gain,
  verdict,
}: Signal): readonly string[] {
  return [
    atLeast === 1 ? behaviour : `${atLeast}x ${behaviour}`,
    count(did.of),
    `${percent(did)}/${percent(didNot)} %`,
    lift.value.toFixed(2),
    adjusted === null ? '-' : `${adjusted.low.toFixed(2)} to ${adjusted.high.toFixed(2)}`,
    gain.toFixed(3),
    verdict,
  ];
}

function percent({ did, of }: Signal['did']): string {
  return ((did / of) * 100).toFixed(0);
}

function leftOut({ leftOut: { immature, truncated, anonymous }, isSample }: SignalsView): string {
  const parts = [
    [immature, 'whose days are not over'],
    [truncated, 'whose first events are no longer kept'],
    [anonymous, 'without consent'],
  ] as const;
  const told = parts.flatMap(([n, why]) => (n === 0 ? [] : [`${count(n)} ${why}`]));
  const sample = isSample ? ' They are a random sample of all.' : '';
  return told.length === 0 ? sample.trim() : `Left out: ${told.join(', ')}.${sample}`;
}

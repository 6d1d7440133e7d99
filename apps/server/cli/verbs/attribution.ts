import {
  type AttributionRowView,
  type AttributionView,
  type AttributionWindowView,
  USUAL_GOAL,
} from '../../routes/attribution.ts';
import { onSite, SITE_OPTION } from '../installation.ts';
import { count } from '../replay/progress-bar.ts';
import { drawReport } from '../report-table.ts';
import { done, optionText, refused, type Verb } from '../verb.ts';
import { wrap } from '../wrap.ts';

export const attributionVerb: Verb = {
  name: 'attribution',
  summary: 'What led to conversions: every model side by side',
  usage: '[--goal E] [--from T] [--to T] [--window D] [--site S]',
  options: {
    goal: { value: 'E', what: `event that counts as a conversion (${USUAL_GOAL})` },
    from: { value: 'T', what: 'beginning, ISO 8601 or epoch milliseconds (30 days before the end)' },
    to: { value: 'T', what: 'end of the period (now)' },
    window: { value: 'D', what: 'how long before a conversion a touch may lie (72h,30d)' },
    site: SITE_OPTION,
  },
  positionals: [0, 0],
  details: 'What each number means: docs/attribution.md.',
  run: (args, terminal) =>
    onSite(args, terminal, async (site, { readAttribution }) => {
      const [goal, from, to, window] = ['goal', 'from', 'to', 'window'].map((name) => optionText(args, name));
      const read = await readAttribution({ site, goal, from, to, window });
      return read.ok
        ? done(read.value, drawAttribution(read.value))
        : refused({ ...read, at: `--${read.at}` });
    }),
};

function drawAttribution({ goal, from, to, currency, halfLife, steps, units }: AttributionView): string {
  const seen = units.filter(({ visitors }) => visitors > 0);
  const title = wrap(`${goal}, ${from.slice(0, 16)} to ${to.slice(0, 16)} UTC`);
  if (seen.length === 0) return `${title}\nNobody was seen in this period.`;
  const parts = seen.flatMap(({ unit, visitors, windows }) =>
    windows.map((one) => drawWindow(one, `${UNIT_WORDS[unit]} (${count(visitors)})`, currency)),
  );
  const notes = wrap(`Time decay halves every ${halfLife}. ${NOTE} ${steps} Why: docs/privacy.md.`);
  return [title, ...parts, notes].join('\n\n');
}

const UNIT_WORDS = { person: 'Persons', visitor_day: 'Visitor-days, without consent' };
const NOTE =
  'Models share out the conversions that had a touch; only those against a control arm say what a campaign caused.';

function drawWindow(window: AttributionWindowView, unit: string, currency: string): string {
  const { conversions, attributed, campaigns, channels } = window;
  const money = `${attributed.value} of ${conversions.value} ${currency}`;
  const lines = [
    `${unit}, touches up to ${window.window} before`,
    wrap(
      `${count(attributed.conversions)} of ${count(conversions.conversions)} conversions had one: ${money}`,
    ),
  ];
  if (campaigns.length === 0) return lines.join('\n');
  const tables = [drawModels('campaign', campaigns), drawModels('channel', channels), ...drawArms(campaigns)];
  return [...lines, ...tables.flatMap((table) => ['', table])].join('\n');
}

function drawModels(title: string, rows: readonly AttributionRowView[]): string {
  return drawReport([title, 'last', 'first', 'linear', 'decay', 'position', 'markov'], rows.map(modelCells));
}

function modelCells({ name, conversions }: AttributionRowView): readonly string[] {
  if (conversions === null) return [name, ...Array<string>(5).fill('-'), 'withheld'];
  const { last, first, linear, timeDecay, position, markov } = conversions;
  return [name, ...[last, first, linear, timeDecay, position, markov].map(amount)];
}

/** Campaigns beside those from whom they were withheld; of the others, why there are none. */
function drawArms(rows: readonly AttributionRowView[]): readonly string[] {
  const own = rows.filter(({ kind }) => kind === 'campaign');
  const compared = own.flatMap(armCells);
  const others = own.filter(({ incremental }) => incremental === null);
  return [
    ...(compared.length === 0 ? [] : [drawReport(ARM_HEAD, compared)]),
    ...(others.length === 0
      ? []
      : [others.map(({ name, why }) => wrap(`not compared: ${name}: ${why}`, '  ')).join('\n')]),
  ];
}

const ARM_HEAD = ['campaign', 'shown', 'did', 'withheld', 'did', 'caused', 'interval of 95 %'];

function armCells({ name, arms, incremental }: AttributionRowView): readonly (readonly string[])[] {
  if (arms === null || incremental === null) return [];
  const { treated } = arms;
  const control = arms[incremental.against === 'holdout' ? 'holdout' : 'control'];
  const interval = `${amount(incremental.low)} to ${amount(incremental.high)}`;
  const sides = [treated, control].flatMap(({ visitors, converted }) => [
    count(visitors),
    `${((converted / visitors) * 100).toFixed(1)} %`,
  ]);
  return [[name, ...sides, amount(incremental.conversions), interval]];
}

/** One digit, as far as there is room for it. */
function amount(value: number): string {
  const size = Math.abs(value);
  if (size < 1_000) return value.toFixed(1);
  return size < 1_000_000 ? count(Math.round(value)) : `${(value / 1_000_000).toFixed(2)}M`;
}

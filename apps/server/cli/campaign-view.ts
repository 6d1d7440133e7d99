/** Campaigns for a person: a table of all, one at length, and the templates. */
import type { Campaign } from '../../../core/decisions/campaign.ts';
import { describeAudience, describeLimits, describeTrigger } from '../../../core/decisions/describe.ts';
import { type Gap, listGaps } from '../../../core/decisions/placeholders.ts';
import { describe } from '../../../core/segments/words.ts';
import type { CampaignLine } from '../campaign-answers.ts';
import { drawTable } from './table.ts';
import { SCREEN_COLUMNS, wrap } from './wrap.ts';

const KEY_COLUMNS = 32;
const LABEL_COLUMNS = 10;

/** At most 80 columns: what is longer ends in a dot row. */
export function drawCampaigns(items: readonly CampaignLine[]): string {
  if (items.length === 0) return 'No campaigns yet: inkling campaigns templates';
  const table = drawTable(
    ['campaign', 'state', 'channel', 'when a visitor'],
    items.map(({ key, state, channel, trigger }) => [
      ...[clip(key, KEY_COLUMNS), state, channel],
      describeTrigger(trigger),
    ]),
  );
  return table
    .split('\n')
    .map((line) => clip(line, SCREEN_COLUMNS))
    .join('\n');
}

/** @example clip('cart-reminder', 8) // 'cart-re…' */
export function clip(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, columns - 1).trimEnd()}…`;
}

/** Everything that a merchant may want to know before it goes live. */
export function drawCampaign(campaign: CampaignLine): string {
  const { key, name, state, version, channel, priority, tags, reach } = campaign;
  return [
    wrap(`${key}: ${name}`, '  '),
    '',
    ...drawRows([
      ['state', [`${state}, version ${version}`]],
      ['channel', [channel]],
      ['when', [describeTrigger(campaign.trigger)]],
      ['who', [describeAudience(campaign.audience)]],
      ['arms', describeArms(campaign)],
      ['steps', describeSteps(campaign)],
      ['goal', [describeGoal(campaign)]],
      ['limits', describeLimits(campaign)],
      ['reaches', [reach.who, ...reach.because]],
      ['priority', [tags.length === 0 ? `${priority}` : `${priority}; tags ${tags.join(', ')}`]],
      ['to fill in', drawGaps(listGaps(campaign))],
    ]),
  ].join('\n');
}

function drawRows(rows: readonly (readonly [label: string, lines: readonly string[]])[]): readonly string[] {
  const hanging = ' '.repeat(LABEL_COLUMNS + 2);
  return rows.flatMap(([label, lines]) =>
    lines.map((line, i) => {
      const head = (i === 0 ? label : '').padEnd(LABEL_COLUMNS + 2);
      return head + wrap(line, hanging, SCREEN_COLUMNS, head.length);
    }),
  );
}

function describeArms({ variants, uplift }: Pick<Campaign, 'variants' | 'uplift'>): readonly string[] {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  const percent = (share: number): number => Math.round(share * 1000) / 10;
  const arms = variants.map(
    ({ key, weight, treatment }) =>
      `${key}, ${percent(weight / total)} %: ${treatment === null ? 'nothing' : treatment.kind}`,
  );
  if (uplift === undefined) return arms;
  return [...arms, `of those with a treatment, given to the ${percent(uplift.share)} % whom it changes most`];
}

function describeSteps({ steps }: Pick<Campaign, 'steps'>): readonly string[] {
  return steps.map(({ wait, when, treatment }) => {
    const asked = when === undefined ? '' : `, ${describeAudience(when)}`;
    return `after ${wait}${asked}: ${treatment.kind}`;
  });
}

function describeGoal({ goal }: Pick<Campaign, 'goal'>): string {
  const { kind, of, within, from, event, where } = goal;
  const what = describe({ event, ...(where !== undefined && { where }) });
  const sum = of === undefined ? '' : ` of ${of}`;
  return `${kind}${sum}: ${what}, ${from === undefined ? '' : `from ${from} `}within ${within}`;
}

export function drawGaps(gaps: readonly Gap[]): readonly string[] {
  return gaps.map(({ at, cure }) => `${at}: ${cure}`);
}

/** A list below a line. */
export function drawBullets(lines: readonly string[]): readonly string[] {
  return lines.map((line) => wrap(`  - ${line}`, '    '));
}

/** Features and points as documentation, so that the pages never say something else than the code. */
import { FEATURES, type FeatureSpec } from './features/table.ts';
import { POINTS_TABLES } from './heuristic.ts';
import type { PointsRow, PointsTable } from './points.ts';
import { describeSpan } from './words.ts';

/**
 * Markdown: one table for each part of the past that features look at.
 *
 * @example featuresMarkdown().startsWith('### session') // true
 */
export function featuresMarkdown(): string {
  return [...Map.groupBy(FEATURES, ({ group }) => group)].map(groupTable).join('\n');
}

function groupTable([group, specs]: readonly [group: string, specs: readonly FeatureSpec[]]): string {
  const head = '| name | meaning | unit | kind |\n| --- | --- | --- | --- |';
  return `### ${group}\n\n${head}\n${specs.map(featureRow).join('\n')}\n`;
}

function featureRow(spec: FeatureSpec): string {
  const kind = spec.kind === 'category' ? `one of ${spec.levels.join(', ')}` : 'number';
  return `| \`${spec.name}\` | ${spec.meaning} | ${spec.unit} | ${kind} |`;
}

/**
 * Markdown: one table for each label that has points.
 *
 * @example pointsMarkdown().startsWith('### `purchase_7d`') // true
 */
export function pointsMarkdown(): string {
  return [...POINTS_TABLES.values()].map(labelTable).join('\n');
}

function labelTable({ label, basePoints, rows }: PointsTable): string {
  const head = '| feature | meaning | points |\n| --- | --- | --- |';
  const base = `| | whoever nothing speaks of | ${signed(basePoints)} |`;
  return `### \`${label}\`\n\n${[head, base, ...rows.map(pointsRow)].join('\n')}\n`;
}

function pointsRow({ feature, steps }: PointsRow): string {
  const { meaning = '', unit = '' } = FEATURES.find(({ name }) => name === feature) ?? {};
  const told = steps.map(([from, points]) => `${signed(points)} from ${threshold(from, unit)}`);
  return `| \`${feature}\` | ${meaning} | ${told.join(', ')} |`;
}

function threshold(from: number, unit: string): string {
  return unit === 'seconds' ? describeSpan(from) : String(from);
}

function signed(points: number): string {
  return points < 0 ? `−${-points}` : points > 0 ? `+${points}` : '0';
}

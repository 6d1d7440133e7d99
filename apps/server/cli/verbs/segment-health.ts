import type { HealthView } from '../../routes/segment-health.ts';
import { findSite, withInstallation } from '../installation.ts';
import { drawTable } from '../table.ts';
import { done, optionText, refused, type Verb } from '../verb.ts';

type Segment = HealthView['segments'][number];

export const segmentHealthVerb: Verb = {
  name: 'segments health',
  summary: 'Sizes, overlaps, faults and outcomes of the segments, and which to merge',
  usage: '[--site S]',
  options: { site: { value: 'S', what: 'short name of the site; the only one unless said' } },
  positionals: [0, 0],
  details: 'What each column says: docs/segment-health.md.',
  run: (args, terminal) =>
    withInstallation(terminal, false, async ({ operations }) => {
      const site = await findSite(operations, optionText(args, 'site'));
      if (!site.ok) return refused(site);
      const health = await operations.readSegmentHealth({ site: site.value.site });
      return health.ok ? done(health.value, drawHealth(health.value)) : refused(health);
    }),
};

function drawHealth({ segments, merges, visitors }: HealthView): string {
  if (segments.length === 0) return 'There is no segment in force.';
  const head = ['segment', 'size', 'share', 'moves', '24 h', '72 h', 'to mend'];
  const table = drawTable(head, segments.map(cellsOf));
  const lines = merges.map(({ merge, into, why }) => `merge ${merge} into ${into}: ${why}`);
  return [`${visitors} visitors`, table, ...(lines.length === 0 ? [] : ['', ...lines])].join('\n');
}

function cellsOf({ key, size, share, kpi, outcomes, findings }: Segment): readonly string[] {
  const [day, three] = outcomes ?? [];
  return [
    ...[key, String(size), percent(share), kpi ?? '-'],
    ...[describeOutcome(day), describeOutcome(three)],
    findings.map(({ kind }) => kind).join(', '),
  ];
}

/** In points of a hundred, against people of whom the same was known. */
function describeOutcome(outcome: NonNullable<Segment['outcomes']>[number] | undefined): string {
  if (outcome === undefined) return '-';
  const { members, difference } = outcome;
  const share = members.of === 0 ? '-' : percent(members.did / members.of);
  if (difference === null) return `${share} (not enough)`;
  const [value, low, high] = [difference.value, difference.low, difference.high].map(points);
  return `${share} (${value}, ${low} to ${high})`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function points(difference: number): string {
  return `${difference < 0 ? '' : '+'}${(difference * 100).toFixed(1)}`;
}

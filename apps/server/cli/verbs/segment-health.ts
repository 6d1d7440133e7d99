import { ADVICE } from '../../../../core/measurement/segment-health.ts';
import type { HealthView } from '../../routes/segment-health.ts';
import { findSite, withInstallation } from '../installation.ts';
import { count } from '../replay/progress-bar.ts';
import { drawTable } from '../table.ts';
import { done, optionText, refused, type Verb } from '../verb.ts';
import { wrap } from '../wrap.ts';

type Segment = HealthView['segments'][number];

export const segmentHealthVerb: Verb = {
  name: 'segments health',
  summary: 'Sizes, overlaps, faults, outcomes, and which to merge',
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
  const sizes = drawTable(['segment', 'size', 'share', 'to mend'], segments.map(cellsOf));
  const outcomes = segments.flatMap(outcomesOf);
  return [
    `${count(visitors)} ${visitors === 1 ? 'visitor' : 'visitors'}`,
    sizes,
    ...(outcomes.length === 0 ? [] : ['', drawTable(OUTCOME_HEAD, outcomes)]),
    ...drawMerges(merges),
  ].join('\n');
}

/** What all suggestions end with is said once. */
function drawMerges(merges: HealthView['merges']): readonly string[] {
  if (merges.length === 0) return [];
  const lines = merges.map(({ merge, into, why }) =>
    wrap(`merge ${merge} into ${into}: ${why.replace(` ${ADVICE}.`, '')}`, '  '),
  );
  return ['', ...lines, '', `${ADVICE}.`];
}

function cellsOf({ key, size, share, findings }: Segment): readonly string[] {
  return [key, count(size), percent(share), findings.map(({ kind }) => kind).join(', ')];
}

const OUTCOME_HEAD = ['segment', 'moves', '24 h', '72 h'];

/** Of a segment that somebody came into. */
function outcomesOf({ key, kpi, outcomes }: Segment): readonly (readonly string[])[] {
  if (kpi === null || outcomes === null || outcomes.every(({ members }) => members.of === 0)) return [];
  const [day, three] = outcomes;
  return [[key, kpi, describeOutcome(day), describeOutcome(three)]];
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

import type { DiscoveryView } from '../../routes/discoveries.ts';
import { onSite, SITE_OPTION } from '../installation.ts';
import { count } from '../replay/progress-bar.ts';
import { drawTable } from '../table.ts';
import { done, refused, type Verb } from '../verb.ts';
import { wrap } from '../wrap.ts';

export const segmentsDiscoverVerb: Verb = {
  name: 'segments discover',
  summary: 'Groups that sessions fall into by themselves',
  usage: '[--site S]',
  options: { site: SITE_OPTION },
  positionals: [0, 0],
  details:
    'By what was done, never by devices or persons. --json has each as a segment to put: docs/segments.md.',
  run: (args, terminal) =>
    onSite(args, terminal, async (site, { discoverSegments }) => {
      const found = await discoverSegments({ site });
      return found.ok ? done(found.value, drawDiscovery(found.value)) : refused(found);
    }),
};

const REASONS: Readonly<Record<Exclude<DiscoveryView['reason'], null>, string>> = {
  too_few_sessions: 'too few visitors: a group is told of from 50 on',
  no_structure: 'sessions differ, but do not fall into groups',
  unstable: 'groups that come out otherwise in every part of the sessions are none',
  none_left: 'no group is large enough, found again and said by four conditions',
};

function drawDiscovery({ sessions, visitors, segments, reason }: DiscoveryView): string {
  const looked = `Looked at ${count(sessions)} sessions of ${count(visitors)} visitors.`;
  if (reason !== null) return wrap(`${looked} Nothing is told: ${REASONS[reason]}.`);
  const table = drawTable(
    ['segment', 'sessions', 'right', 'found', 'name'],
    segments.map(({ definition, agreement: { size, precision, recall } }) => [
      definition.key,
      count(size),
      `${Math.round(precision * 100)} %`,
      `${Math.round(recall * 100)} %`,
      definition.name,
    ]),
  );
  return [
    looked,
    table,
    ...segments.map(({ definition, words }) => wrap(`${definition.key}: ${words}`)),
  ].join('\n');
}

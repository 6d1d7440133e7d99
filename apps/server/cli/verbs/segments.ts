import type { VisitorId } from '../../../../core/entry.ts';
import { accept } from '../../../../core/errors.ts';
import {
  type Checked,
  checkDefinition,
  inStages,
  readStages,
} from '../../../../core/segments/read-definition.ts';
import { readDefinitions } from '../definitions.ts';
import { onSite, SITE_OPTION } from '../installation.ts';
import type { Operations } from '../operations.ts';
import { drawSegments, keyOf, placeAt, putDefinitions } from '../putting.ts';
import { done, refused, type Verb } from '../verb.ts';
import { wrap } from '../wrap.ts';

const FILE_DETAILS =
  'FILE is JSON: one segment, a list of them, or {"segments": [ … ], "stages": [ … ]}; a segment says who is meant by ' +
  '"when" or in "words". Or templates/shop, templates/saas, templates/content, or one template, as templates/topic-fan.';

export const segmentsListVerb: Verb = {
  name: 'segments list',
  summary: 'The segments of a site with their sizes as of now',
  usage: '[--site S]',
  options: { site: SITE_OPTION },
  positionals: [0, 0],
  run: (args, terminal) =>
    onSite(args, terminal, async (site, operations) => {
      const listed = await operations.listSegments({ site });
      if (!listed.ok) return refused(listed);
      return done(listed.value, drawSegments(listed.value.items));
    }),
};

export const segmentsPutVerb: Verb = {
  name: 'segments put',
  summary: 'Creates or changes segments, and waits for their members',
  usage: 'FILE [--site S]',
  options: { site: SITE_OPTION },
  positionals: [1, 1],
  details: `${FILE_DETAILS} A waiting that is broken off loses nothing.`,
  run: async (args, terminal) => {
    const read = await readDefinitions(args.positionals[0] ?? '');
    if (!read.ok) return refused(read);
    return onSite(args, terminal, (site, operations) =>
      putDefinitions(site, read.value, operations, terminal),
    );
  },
};

export const segmentsCheckVerb: Verb = {
  name: 'segments check',
  summary: 'Reads segments without putting them; says them in words',
  usage: 'FILE',
  options: {},
  positionals: [1, 1],
  details: FILE_DETAILS,
  run: async (args) => {
    const read = await readDefinitions(args.positionals[0] ?? '');
    if (!read.ok) return refused(read);
    const { segments, stages } = read.value;
    const readable = stages === undefined ? accept([]) : readStages(stages);
    if (!readable.ok) return refused(inStages(readable));
    const checked = segments.map((definition) => ({ definition, outcome: checkDefinition(definition) }));
    for (const { definition, outcome } of checked) {
      if (!outcome.ok) return refused(placeAt(outcome, definition, segments));
    }
    const items = checked.flatMap(({ definition, outcome }) =>
      outcome.ok ? [{ key: keyOf(definition), ...outcome.value }] : [],
    );
    return done({ ok: true, items }, items.map(drawChecked).join('\n'));
  },
};

function drawChecked({ key, words, needs, doubts }: Checked & { readonly key: string | null }): string {
  const names = Object.entries(needs).flatMap(([kind, list]) =>
    list.length === 0 ? [] : [`${kind === 'asks' ? '' : `${kind} `}${list.join(', ')}`],
  );
  return [
    `${key ?? 'ok'}: ${words}`,
    `  needs ${names.join('; ') || 'nothing'}`,
    ...doubts.map((text) => wrap(`  doubtful: ${text}`, '    ')),
  ].join('\n');
}

export const segmentsDeleteVerb: Verb = {
  name: 'segments delete',
  summary: 'Deletes a segment; refused while another one builds on it',
  usage: 'KEY [--site S]',
  options: { site: SITE_OPTION },
  positionals: [1, 1],
  run: (args, terminal) =>
    onSite(args, terminal, async (site, operations) => {
      const deleted = await operations.deleteSegment({ site, segment: args.positionals[0] ?? '' });
      return deleted.ok ? done(deleted.value, `deleted ${deleted.value.deleted}`) : refused(deleted);
    }),
};

export const segmentsMembersVerb: Verb = {
  name: 'segments members',
  summary: 'The ids of the visitors in a segment, as of now',
  usage: 'KEY [--site S] [--ndjson]',
  options: {
    site: SITE_OPTION,
    ndjson: { what: 'one JSON document a line, without those who deny passing on' },
  },
  positionals: [1, 1],
  run: (args, terminal) =>
    onSite(args, terminal, async (site, operations) => {
      const segment = args.positionals[0] ?? '';
      const shared = args.options.ndjson === true;
      const members: VisitorId[] = [];
      for (let after: VisitorId | null = null; ; ) {
        const page: Awaited<ReturnType<Operations['listMembers']>> = await operations.listMembers({
          site,
          segment,
          after,
          shared,
        });
        if (!page.ok) return refused(page);
        members.push(...page.value.items);
        after = page.value.next;
        if (after === null || terminal.stopped.aborted) break;
      }
      const lines = shared ? members.map((visitor) => JSON.stringify({ visitor, segment })) : members;
      return done({ site, segment, size: members.length, items: members }, lines.join('\n'));
    }),
};

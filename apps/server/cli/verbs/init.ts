import { accept, type Outcome } from '../../../../core/errors.ts';
import type { SegmentDefinition } from '../../../../core/segments/condition.ts';
import { FAMILIES } from '../../../../core/segments/templates/index.ts';
import { type Definitions, readInitSet } from '../definitions.ts';
import { onSite, SITE_OPTION } from '../installation.ts';
import { Misuse } from '../misuse.ts';
import type { Operations } from '../operations.ts';
import { putDefinitions } from '../putting.ts';
import { refused, type Verb } from '../verb.ts';

export const initVerb: Verb = {
  name: 'init',
  summary: 'Four segments and the stages to start with',
  usage: `${FAMILIES.join('|')} [--site S]`,
  options: { site: SITE_OPTION },
  positionals: [1, 1],
  details: 'What the site has already stays as it is: segments of the same keys, and any stages.',
  run: async (args, terminal) => {
    const [named = ''] = args.positionals;
    const family = FAMILIES.find((known) => known === named);
    if (family === undefined) {
      throw new Misuse(`there is nothing to start with for "${named}"`, `one of: ${FAMILIES.join(', ')}`);
    }
    return onSite(
      args,
      terminal,
      async (site, operations) => {
        const left = await leaveOut(site, readInitSet(family), operations);
        if (!left.ok) return refused(left);
        const { definitions, notes } = left.value;
        return putDefinitions(site, definitions, operations, terminal, notes);
      },
      true,
    );
  },
};

type Left = { readonly definitions: Definitions; readonly notes: readonly string[] };

/** Without what the site has: somebody may have changed it since. */
async function leaveOut(
  site: string,
  { segments, stages, waiting }: Definitions,
  operations: Operations,
): Promise<Outcome<Left>> {
  const listed = await operations.listSegments({ site });
  if (!listed.ok) return listed;
  const staged = await operations.listStages({ site });
  if (!staged.ok) return staged;
  const known = new Set(listed.value.items.map(({ key }) => key));
  const keyOf = (segment: unknown): string => (segment as SegmentDefinition).key;
  const hasStages = staged.value.stages.length > 0;
  const notes = segments.map(keyOf).filter((key) => known.has(key));
  return accept({
    definitions: {
      segments: segments.filter((segment) => !known.has(keyOf(segment))),
      waiting,
      ...(!hasStages && { stages }),
    },
    notes: [...notes, ...(hasStages ? ['stages'] : [])].map((what) => `left as it was: ${what}`),
  });
}

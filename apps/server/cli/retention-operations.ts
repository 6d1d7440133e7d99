/** Terms of retention from the command line: what would go, and letting it go. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { Site } from '../../../core/sites/site.ts';
import { keepTermsOf, type RetentionView } from '../retention-run.ts';
import { BY, reading } from './reading.ts';

const requestSchema = z.strictObject({
  site: z.string().min(1).optional(),
  dryRun: z.boolean(),
  trustsClock: z.boolean(),
});

export type RetentionCalls = {
  readonly retain: {
    request: z.input<typeof requestSchema>;
    answer: { readonly sites: readonly RetentionView[] };
  };
};

type Operations = {
  readonly retain: (
    request: RetentionCalls['retain']['request'],
  ) => Promise<Outcome<RetentionCalls['retain']['answer']>>;
};

export const RETENTION_OPERATIONS = ['retain'] as const satisfies readonly (keyof RetentionCalls)[];

export function createRetentionOperations(engine: Engine): Operations {
  return {
    retain: reading(requestSchema, async ({ site: name, dryRun: isDry, trustsClock }) => {
      const sites = findSites(engine, name);
      if (sites === null) return refuse('unknown_site', 'site', 'check the name with `inkling site list`');
      const views: RetentionView[] = [];
      for (const site of sites) {
        views.push(await keepTermsOf(engine, site, { isDry, trustsClock }, BY));
      }
      return accept({ sites: views });
    }),
  };
}

function findSites({ sites }: Engine, name: string | undefined): readonly Site[] | null {
  if (name === undefined) return sites.list().toSorted((a, b) => (a.site < b.site ? -1 : 1));
  const site = sites.get(name);
  return site === undefined ? null : [site];
}

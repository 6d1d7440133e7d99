/** Terms of retention from the command line: what would go, and letting it go. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { RetentionReport } from '../../../core/privacy/keep-terms.ts';
import type { Site } from '../../../core/sites/site.ts';
import { BY, reading } from './reading.ts';

const requestSchema = z.strictObject({
  site: z.string().min(1).optional(),
  dryRun: z.boolean(),
  trustsClock: z.boolean(),
});

/** Instants in ISO 8601. */
export type RetentionView = {
  readonly site: string;
  readonly dryRun: boolean;
  /** Terms are counted back from here. */
  readonly asOf: string;
  /** How far the clock of the machine is ahead of that, ms. */
  readonly clockAheadMs: number;
  readonly classes: RetentionReport['classes'];
};

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
        const report = await engine.keepTerms(site, { isDry, trustsClock });
        if (!isDry) await audit(engine, site, report, trustsClock);
        views.push(present(report));
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

async function audit(
  engine: Engine,
  { siteId }: Site,
  { classes }: RetentionReport,
  trustsClock: boolean,
): Promise<void> {
  const removed = Object.fromEntries(classes.map(({ name, count }) => [name, count]));
  await engine.audit.write(siteId, { act: 'terms kept', by: BY, detail: { trustsClock, removed } });
}

function present({ site, isDry, time, classes }: RetentionReport): RetentionView {
  return {
    site,
    dryRun: isDry,
    asOf: new Date(time.trusted).toISOString(),
    clockAheadMs: time.aheadMs,
    classes,
  };
}

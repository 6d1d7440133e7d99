/** Sample data, for the command line. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { Jobs } from '../../../core/ports.ts';
import type { RemovedSite } from '../../../core/privacy/site-removal.ts';
import type { Site } from '../../../core/sites/site.ts';
import { SAMPLE_JOB, type SampleState, type Samples } from '../sample/samples.ts';
import { VISITOR_BOUNDS } from '../sample/shape.ts';
import { BY, reading } from './reading.ts';

const siteSchema = z.strictObject({ site: z.string().min(1) });

const makeSchema = siteSchema.extend({
  visitors: z.int().min(VISITOR_BOUNDS.least).max(VISITOR_BOUNDS.most).optional(),
});

export type SampleCalls = {
  readonly makeSample: { request: z.input<typeof makeSchema>; answer: SampleState };
  readonly removeSample: { request: z.input<typeof siteSchema>; answer: Pick<RemovedSite, 'rows'> };
};

export const SAMPLE_OPERATIONS = [
  'makeSample',
  'removeSample',
] as const satisfies readonly (keyof SampleCalls)[];

export type SampleOperationPorts = {
  readonly engine: Pick<Engine, 'sites'>;
  readonly samples: Pick<Samples, 'make' | 'read' | 'remove'>;
  readonly jobs: Pick<Jobs, 'run'>;
  /** As of {@link createOperations}. */
  readonly wakeSegments?: () => Promise<void>;
};

export function createSampleOperations({ engine, samples, jobs, wakeSegments }: SampleOperationPorts) {
  const find = (name: string): Outcome<Site> => {
    const site = engine.sites.get(name);
    return site === undefined
      ? refuse('unknown_site', 'site', 'check the name with `inkling site list`')
      : accept(site);
  };
  return {
    makeSample: reading(makeSchema, async ({ site, visitors }): Promise<Outcome<SampleState>> => {
      const owner = find(site);
      if (!owner.ok) return owner;
      const made = await samples.make(owner.value, { by: BY, visitors });
      if (!made.ok) return made;
      await wakeSegments?.();
      await jobs.run(SAMPLE_JOB);
      return accept(await samples.read(owner.value.siteId));
    }),
    removeSample: reading(siteSchema, async ({ site }): Promise<Outcome<Pick<RemovedSite, 'rows'>>> => {
      const owner = find(site);
      return owner.ok ? samples.remove(owner.value, BY) : owner;
    }),
  };
}

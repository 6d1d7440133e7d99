/** Sample data to look at: made, looked after and removed by whoever has the secret key of the site that it is for. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import type { Jobs } from '../../../core/ports.ts';
import type { Site } from '../../../core/sites/site.ts';
import { ok } from '../answer.ts';
import { type Caller, type Route, siteOf } from '../route.ts';
import { SAMPLE_JOB, type Samples } from '../sample/samples.ts';
import { VISITOR_BOUNDS } from '../sample/shape.ts';

const BY = 'secret key';
const schema = z.strictObject({
  visitors: z.int().min(VISITOR_BOUNDS.least).max(VISITOR_BOUNDS.most).optional(),
});

export type SampleRoutePorts = {
  readonly engine: Pick<Engine, 'sites'>;
  readonly samples: Samples;
  readonly jobs: Jobs;
  readonly onFault: (error: unknown) => void;
};

/** @example sampleRoutes({ engine, samples, jobs, onFault }).length // 3 */
export function sampleRoutes({ engine, samples, jobs, onFault }: SampleRoutePorts): readonly Route[] {
  /** Whoever looks at the sample means it as well. */
  const ownerOf = (caller: Caller): Site => {
    const site = siteOf(caller);
    return (site.sampleOf && engine.sites.byId(site.sampleOf)) ?? site;
  };
  return [
    {
      method: 'GET',
      path: '/v1/sample',
      key: 'secret',
      summary: 'Whether there is sample data beside the site, and how far it is: none, filling or ready',
      handle: async ({ caller }) => ok(await samples.read(ownerOf(caller).siteId)),
    },
    {
      method: 'POST',
      path: '/v1/sample',
      key: 'secret',
      summary:
        'Makes sample data in a site of its own beside this one; it fills while you go on: {"visitors"?}',
      body: schema,
      handle: async ({ caller, body }) => {
        const { visitors } = body as z.infer<typeof schema>;
        const made = await samples.make(ownerOf(caller), { by: BY, visitors });
        if (!made.ok) return made;
        if (made.value.state === 'filling') jobs.run(SAMPLE_JOB).catch(onFault);
        return ok(made.value, 202);
      },
    },
    {
      method: 'DELETE',
      path: '/v1/sample',
      key: 'secret',
      summary: 'Removes all of the sample data, for good',
      handle: async ({ caller }) => {
        const removed = await samples.remove(ownerOf(caller), BY);
        return removed.ok ? ok(removed.value) : removed;
      },
    },
  ];
}

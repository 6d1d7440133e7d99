/** Groups that sessions fall into by themselves. */
import type { Engine } from '../../../core/engine.ts';
import type { DiscoveryReport } from '../../../core/scoring/clusters/discoveries.ts';
import { describe } from '../../../core/segments/words-describe.ts';
import { ok } from '../answer.ts';
import { type Route, siteOf } from '../route.ts';

export function discoveryRoutes({ discoveries }: Engine): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/v1/segments/discover',
      key: 'secret',
      summary: 'Groups that sessions of the last 90 days fall into by themselves, each as a segment to put',
      handle: async ({ caller }) => ok(presentDiscovery(await discoveries.find(siteOf(caller).siteId))),
    },
  ];
}

/** Instants in ISO 8601. */
export type DiscoveryView = Omit<DiscoveryReport, 'at' | 'segments'> & {
  readonly at: string;
  readonly segments: readonly (DiscoveryReport['segments'][number] & {
    /** The definition as one line, as it can be put. */
    readonly words: string;
  })[];
};

export function presentDiscovery({ at, segments, ...rest }: DiscoveryReport): DiscoveryView {
  return {
    ...rest,
    at: new Date(at).toISOString(),
    segments: segments.map((found) => ({ ...found, words: describe(found.definition.when) })),
  };
}

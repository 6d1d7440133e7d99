/** What sites have on record of their promises, for the command line: gathered, judged, and with instants that people read. */
import * as z from 'zod';
import type { EgressBook } from '../../../core/deliveries/egress-book.ts';
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { Store } from '../../../core/ports.ts';
import { gatherEvidence } from '../../../core/privacy/evidence.ts';
import { type Finding, judge } from '../../../core/privacy/findings.ts';
import { presentProof, type SiteProof } from '../proof-view.ts';
import { reading } from './reading.ts';

const requestSchema = z.strictObject({ site: z.string().min(1).optional() });

export type ProveCalls = {
  readonly prove: {
    request: z.input<typeof requestSchema>;
    answer: {
      readonly at: string;
      readonly sites: readonly SiteProof[];
      readonly findings: readonly Finding[];
    };
  };
};
export type RecordsProof = ProveCalls['prove']['answer'];

export const PROVE_OPERATIONS = ['prove'] as const satisfies readonly (keyof ProveCalls)[];

export type ProvePorts = {
  readonly engine: Engine;
  readonly store: Store;
  readonly egress: Pick<EgressBook, 'read'>;
};

export function createProveOperations(ports: ProvePorts) {
  const { engine } = ports;
  return {
    prove: reading(requestSchema, async ({ site: name }): Promise<Outcome<RecordsProof>> => {
      const all = engine.sites.list().toSorted((a, b) => (a.site < b.site ? -1 : 1));
      const sites = name === undefined ? all : all.filter(({ site }) => site === name);
      if (sites.length === 0 && name !== undefined)
        return refuse('unknown_site', 'site', 'check the name with `inkling site list`');
      const now = engine.now();
      const proofs: SiteProof[] = [];
      const findings: Finding[] = [];
      for (const site of sites) {
        const evidence = await gatherEvidence(ports, site);
        findings.push(...judge(evidence, now));
        proofs.push(presentProof(evidence, now));
      }
      return accept({
        at: new Date(now).toISOString(),
        sites: proofs,
        findings: [...findings, await judgeLog(engine)],
      });
    }),
  };
}

/** Whether a backup that was put back holds somebody again whom the log of erasures knows. */
async function judgeLog({ erasures }: Engine): Promise<Finding> {
  const unknown = await erasures.reapply({ dryRun: true });
  const holds = unknown.erasures === 0;
  return {
    about: 'erasures',
    site: null,
    holds,
    says: holds
      ? 'all that the log of erasures has is done'
      : `${unknown.erasures} of the log of erasures are not done here`,
    cure: holds ? null : 'run `inkling restore`',
  };
}

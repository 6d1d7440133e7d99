/** What the operator of a site promises its visitors, and how it is kept: what is held, terms, proof. */
import * as z from 'zod';
import type { EgressBook } from '../../../core/deliveries/egress-book.ts';
import type { Engine } from '../../../core/engine.ts';
import type { Store } from '../../../core/ports.ts';
import { DATA_MAP, type DataClass } from '../../../core/privacy/data-map.ts';
import { gatherEvidence } from '../../../core/privacy/evidence.ts';
import { type Finding, judge, NOT_PROVEN } from '../../../core/privacy/findings.ts';
import { RETENTION_CLASSES } from '../../../core/privacy/keep-terms.ts';
import type { SiteSettings } from '../../../core/sites/site.ts';
import { ok } from '../answer.ts';
import { presentProof, type SiteProof } from '../proof-view.ts';
import { keepTermsOf } from '../retention-run.ts';
import { type Route, siteOf } from '../route.ts';

const runSchema = z.strictObject({
  /** Counts what would go, and changes nothing. */
  dryRun: z.boolean(),
});

export type PromiseRoutePorts = {
  readonly engine: Engine;
  readonly health: { readonly store: Store };
  readonly deliveries: { readonly egress: Pick<EgressBook, 'read'> };
};

/** A class of what is held, with the terms of the site. */
export type HeldClass = Pick<DataClass, 'what' | 'why' | 'basis' | 'seenBy' | 'isPersonal'> & {
  readonly terms: readonly TermAnswer[];
  /** What else ends it, in words; null where a term says it all. */
  readonly until: string | null;
  /** Whether a visitor gets it with everything that is held of them. */
  readonly isHanded: boolean;
};

export type TermAnswer = {
  readonly name: string;
  /** As docs/settings.md names it; null: it has none. */
  readonly setting: string | null;
  /** Null: it ends with something else. */
  readonly days: number | null;
  /** What stays. */
  readonly stays: string;
};

export type HeldAnswer = {
  readonly policy: SiteSettings['policy'];
  readonly honoursDoNotTrack: boolean;
  readonly k: number;
  readonly held: readonly HeldClass[];
  readonly terms: readonly TermAnswer[];
};

export type ProofAnswer = SiteProof & {
  readonly at: string;
  readonly findings: readonly Finding[];
  /** What no record can show. */
  readonly notProven: readonly string[];
};

export function promiseRoutes(ports: PromiseRoutePorts): readonly Route[] {
  const { engine, health, deliveries } = ports;
  return [
    {
      method: 'GET',
      path: '/v1/privacy',
      key: 'secret',
      summary: 'What is held of whom, why, for how long and who sees it, by the settings of the site',
      handle: async ({ caller }) => ok(presentHeld(siteOf(caller).settings)),
    },
    {
      method: 'GET',
      path: '/v1/privacy/proof',
      key: 'secret',
      summary: 'What is on record of the promises kept: salts, terms, erasures, what was sent and held back',
      handle: async ({ caller }) => {
        const evidence = await gatherEvidence(
          { engine, store: health.store, egress: deliveries.egress },
          siteOf(caller),
        );
        const now = engine.now();
        const shown = { findings: judge(evidence, now), notProven: NOT_PROVEN };
        return ok({ at: new Date(now).toISOString(), ...presentProof(evidence, now), ...shown });
      },
    },
    {
      method: 'POST',
      path: '/v1/privacy/retention',
      key: 'secret',
      summary: 'Lets go what is over its term; with {"dryRun": true} it is counted, and nothing changes',
      body: runSchema,
      handle: async ({ caller, body }) => {
        const { dryRun: isDry } = body as z.infer<typeof runSchema>;
        return ok(await keepTermsOf(engine, siteOf(caller), { isDry }, 'secret key'));
      },
    },
  ];
}

function presentHeld(settings: SiteSettings): HeldAnswer {
  const terms = RETENTION_CLASSES.map(({ name, setting, stays, term }) => ({
    ...{ name, setting, stays },
    days: term(settings),
  }));
  const held = DATA_MAP.map(
    ({ what, why, basis, seenBy, isPersonal, handed, until, terms: own = [] }): HeldClass => ({
      ...{ what, why, basis, seenBy, isPersonal },
      terms: terms.filter(({ name }) => own.includes(name)),
      until: until ?? null,
      isHanded: 'as' in handed,
    }),
  );
  const { policy, honoursDoNotTrack, smallNumbers } = settings;
  return { policy, honoursDoNotTrack, k: smallNumbers.k, held, terms };
}

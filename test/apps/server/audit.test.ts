/** What is changed with a key is written down: every route that changes something, with what it is called and no value. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../../apps/server/route.ts';
import { findCanaries, writeNeedles } from '../../support/canary.ts';
import { bearer } from '../../support/sites.ts';
import { fillPath, type RouteSample } from './route-samples.ts';
import { nameOf, prepareWalk, type Walk } from './walk.ts';

let walk: Walk;
beforeAll(async () => {
  walk = await prepareWalk();
});
afterAll(() => walk.served.stop());

/** The act that stands in the log of the site after a route was asked with the key that opens it. */
const ACTS: Readonly<Record<string, string>> = {
  'GET /v1/visitors/{visitor}/export': 'visitor exported',
  'POST /v1/own/export': 'visitor exported',
  'POST /v1/objections': 'objection recorded',
  'PATCH /v1/sites/{site}': 'settings changed',
  'POST /v1/sites/{site}/rotate-keys': 'keys rotated',
  'PUT /v1/plan': 'plan changed',
  'POST /v1/segments': 'segments put',
  'PUT /v1/segments/{key}': 'segment put',
  'DELETE /v1/segments/{key}': 'segment deleted',
  'PUT /v1/stages': 'stages put',
  'POST /v1/campaigns/templates/{template}': 'campaign put',
  'PUT /v1/campaigns/{key}': 'campaign put',
  'DELETE /v1/campaigns/{key}': 'campaign deleted',
  'PUT /v1/models/{label}': 'label put',
  'POST /v1/models/{label}/train': 'training started',
  'POST /v1/erasures': 'visitor erased',
  'POST /v1/privacy/retention': 'terms kept',
  'PUT /v1/webhooks/{key}': 'webhook put',
  'POST /v1/webhooks/{key}/rotate': 'webhook secret rotated',
  'POST /v1/webhooks/{key}/dead-letters/resend': 'dead letters sent again',
  'DELETE /v1/webhooks/{key}': 'webhook removed',
  'PUT /v1/segment/webhook': 'segment webhook put',
  'DELETE /v1/segment/webhook': 'segment webhook removed',
  'PUT /v1/segment/write-back': 'write-back put',
  'POST /v1/segment/write-back/dead-letters/resend': 'dead letters sent again',
  'DELETE /v1/segment/write-back': 'write-back removed',
  'PATCH /v1/mail': 'mail settings changed',
  'PUT /v1/first-run': 'first run put away',
  'POST /v1/sample': 'sample data made',
  'DELETE /v1/sample': 'sample data removed',
  'PUT /v1/suppressions': 'mailbox suppressed',
  'DELETE /v1/suppressions': 'suppression lifted',
};
/** Changes nothing that the owner set, or is written down where it belongs. */
const UNWRITTEN: Readonly<Record<string, string>> = {
  'POST /v1/events': 'data, in the log of entries',
  'POST /v1/track': 'data, in the log of entries',
  'POST /v1/t': 'data, in the log of entries',
  'POST /v1/page': 'data, in the log of entries',
  'POST /v1/p': 'data, in the log of entries',
  'POST /v1/screen': 'data, in the log of entries',
  'POST /v1/s': 'data, in the log of entries',
  'POST /v1/identify': 'data, in the log of entries',
  'POST /v1/i': 'data, in the log of entries',
  'POST /v1/group': 'data, in the log of entries',
  'POST /v1/g': 'data, in the log of entries',
  'POST /v1/alias': 'data, in the log of entries',
  'POST /v1/a': 'data, in the log of entries',
  'POST /v1/batch': 'data, in the log of entries',
  'POST /v1/segment/webhook': 'data, in the log of entries',
  'POST /v1/b': 'data, in the log of entries',
  'POST /v1/import': 'data, in the log of entries',
  'POST /beacon/v1/batch': 'data, in the log of entries',
  'POST /v1/facts': 'data, in the log of entries',
  'PUT /v1/products': 'data',
  'PUT /v1/accounts': 'data',
  'POST /v1/consent': 'in the ledger of consent',
  'POST /v1/exposures': 'data, in the log of entries',
  'POST /v1/email-events': 'data, in the log of entries',
  'POST /v1/email-events/{service}': 'data, in the log of entries',
  'POST /v1/own': 'reads',
  'POST /v1/own/proofs': 'what a proof opens is written down when it is used',
  'POST /v1/own/erasures': 'nobody is held under the device of the sample',
  'POST /v1/decide': 'reads',
  'POST /v1/visitors/lookup': 'reads',
  'POST /v1/segments/check': 'reads',
  'POST /v1/segments/preview': 'reads',
  'POST /v1/segments/discover': 'reads',
  'POST /v1/campaigns/check': 'reads',
  'POST /v1/campaigns/{key}/dry-run': 'reads',
  'POST /v1/experiments/plan': 'reads',
  'POST /v1/sites': 'in the log of the new site',
  'POST /v1/jobs/{job}/run': 'of the installation, changes no setting',
  'DELETE /v1/models/{label}': 'refused: it is in use',
  'POST /v1/models/{label}/cancel': 'there is nothing to cancel',
  'POST /v1/models/{label}/rollback': 'refused: there is nothing to go back to',
  'POST /v1/campaigns/{key}/uplift': 'refused: nothing is known yet',
};

type Line = { readonly act: string; readonly by: string };

async function readLog(): Promise<readonly Line[]> {
  return (await walk.site.ask('GET', '/v1/audit?limit=1000')).body.items as readonly Line[];
}

async function send(route: Route, sample: RouteSample | undefined): Promise<void> {
  const key = route.key === 'operator' ? walk.served.operatorKey : walk.site.secretKey;
  const answer = await fetch(walk.served.url + fillPath(route.path, sample?.params) + (sample?.query ?? ''), {
    method: route.method,
    headers: bearer(key),
    ...(sample?.body === undefined ? {} : { body: JSON.stringify(sample.body) }),
  });
  await answer.arrayBuffer();
}

describe('the log of administrative acts', () => {
  it('knows of every route that takes something whether it is in it, and under which name', async () => {
    const routes = walk.served.routes.filter((route) => route.method !== 'GET' || nameOf(route) in ACTS);
    expect(routes.map(nameOf).filter((name) => !(name in ACTS) && !(name in UNWRITTEN))).toEqual([]);
    const written: Record<string, string | undefined> = {};
    for (const route of routes) {
      const before = (await readLog()).length;
      await send(route, walk.samples[nameOf(route)]);
      const acts = (await readLog()).slice(before).map(({ act }) => act);
      written[nameOf(route)] = acts.at(-1);
    }
    const expected = routes.map((route) => [nameOf(route), ACTS[nameOf(route)]] as const);
    expect(written).toEqual(Object.fromEntries(expected));
  });

  it('says who it was, and holds neither keys nor anything of a person', async () => {
    const lines = await readLog();
    expect(lines.length).toBeGreaterThanOrEqual(Object.keys(ACTS).length);
    expect(lines.filter(({ by }) => !/^(operator|secret key|command line|engine|visitor)$/.test(by))).toEqual(
      [],
    );
    const secrets = [
      walk.site.secretKey,
      walk.site.writeKey,
      walk.served.operatorKey,
      'bea@example.com',
      'd0'.repeat(16),
    ];
    expect(findCanaries(Buffer.from(JSON.stringify(lines)), writeNeedles(secrets))).toEqual([]);
  });
});

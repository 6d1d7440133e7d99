/** Where events, facts, products, accounts and consent come in from servers. */
import type * as z from 'zod';
import { accountsSchema } from '../../../core/catalogue/accounts.ts';
import { factsSchema, recordFacts } from '../../../core/catalogue/facts.ts';
import { productsSchema } from '../../../core/catalogue/products.ts';
import { isObject } from '../../../core/collect/json.ts';
import type { Engine } from '../../../core/engine.ts';
import { refuse } from '../../../core/errors.ts';
import { consentSchema, recordConsentChoice } from '../../../core/identity/consent-door.ts';
import { ok } from '../answer.ts';
import { readInner, refuseProof } from '../own-person.ts';
import { type Route, siteOf } from '../route.ts';
import type { Tally } from '../tally.ts';

const BATCH_BYTES = 5 * 1024 * 1024;

export function eventRoutes(engine: Engine, tally: Tally): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/v1/events',
      key: 'secret',
      summary: 'Events from servers, relays and imports; each item is taken or refused by itself',
      takesBody: true,
      readsItems: true,
      mostBytes: BATCH_BYTES,
      handle: async ({ caller, body }) => {
        if (!isObject(body)) return refuse('invalid_body', '', 'send {"events": [ … ]}');
        const outcome = await engine.ingest(siteOf(caller), body);
        if (!outcome.ok) return outcome;
        tally.events('events', outcome.value.accepted, outcome.value.refused);
        return ok(outcome.value);
      },
    },
    {
      method: 'POST',
      path: '/v1/facts',
      key: 'secret',
      summary: 'Facts of the site itself, for example a price change',
      body: factsSchema,
      handle: async ({ caller, body }) => {
        const facts = await recordFacts(siteOf(caller), body as z.infer<typeof factsSchema>, engine);
        return facts.ok ? ok(facts.value) : facts;
      },
    },
    {
      method: 'PUT',
      path: '/v1/products',
      key: 'secret',
      summary: 'Creates or replaces products; a new price becomes a fact',
      body: productsSchema,
      mostBytes: BATCH_BYTES,
      handle: async ({ caller, body }) => {
        const site = siteOf(caller);
        const { products } = body as z.infer<typeof productsSchema>;
        const tenant = { siteId: site.siteId, currency: site.settings.currency };
        const facts = await engine.catalogue.upsert(tenant, products, engine.now());
        return ok({ products: products.length, facts: facts.length });
      },
    },
    {
      method: 'PUT',
      path: '/v1/accounts',
      key: 'secret',
      summary: 'Creates or changes SaaS accounts; their ids are hashed',
      body: accountsSchema,
      handle: async ({ caller, body }) => {
        const { accounts } = body as z.infer<typeof accountsSchema>;
        return ok({ accounts: await engine.accounts.upsert(siteOf(caller), accounts) });
      },
    },
    {
      method: 'POST',
      path: '/v1/consent',
      key: 'write or secret',
      summary: 'Records a choice; with the write key only for the page’s own device, or whom `proof` says',
      body: consentSchema,
      handle: async ({ caller, body }) => {
        const trusted = caller.kind === 'secret';
        const site = siteOf(caller);
        const choice = body as z.infer<typeof consentSchema>;
        const inner = choice.proof === undefined ? null : readInner(site, choice.proof, engine.now());
        if (choice.proof !== undefined && inner === null) return refuseProof();
        const recorded = await recordConsentChoice({ site, choice, trusted, inner }, engine);
        return recorded.ok ? ok(recorded.value) : recorded;
      },
    },
  ];
}

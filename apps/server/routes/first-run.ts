/** The first run: what to begin with, how far it is, and putting it away. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import type { Store } from '../../../core/ports.ts';
import { ok } from '../answer.ts';
import { readFirstRun } from '../first-run.ts';
import { type Route, siteOf } from '../route.ts';

const COLLECTION = 'first-run';
const KEY = 'card';
const BY = 'secret key';
const schema = z.strictObject({ isPutAway: z.boolean() });

/** @example firstRunRoutes(engine, store).length // 2 */
export function firstRunRoutes(engine: Engine, store: Store): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/first-run',
      key: 'secret',
      summary: 'What to begin with: segments, a campaign, and the smallest lift that the traffic can show',
      handle: async ({ caller }) => {
        const site = siteOf(caller);
        if ((await store.getRecord(COLLECTION, site.siteId, KEY)) !== undefined)
          return ok({ isPutAway: true });
        return ok({ isPutAway: false, ...(await readFirstRun({ ...engine, store }, site)) });
      },
    },
    {
      method: 'PUT',
      path: '/v1/first-run',
      key: 'secret',
      summary: 'Puts the first run away, or brings it back: {"isPutAway"}',
      body: schema,
      handle: async ({ caller, body }) => {
        const { siteId } = siteOf(caller);
        const { isPutAway } = body as z.infer<typeof schema>;
        if (isPutAway) await store.putRecord(COLLECTION, siteId, KEY, { at: engine.now() });
        else await store.deleteRecord(COLLECTION, siteId, KEY);
        await engine.audit.write(siteId, {
          act: isPutAway ? 'first run put away' : 'first run brought back',
          by: BY,
        });
        return ok({ isPutAway });
      },
    },
  ];
}
